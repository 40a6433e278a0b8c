#include "storage/import/tensorboard_events.h"

#include "import/tensorboard_events.pb.h"

#include <boost/crc.hpp>
#include <fmt/format.h>

#include <cstring>
#include <optional>

namespace agon::storage {
namespace {

/** CRC-32C as the record format stores it, so that a checksum of data with checksums stays one. */
std::uint32_t maskedChecksum(std::string_view bytes)
{
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
    crc.process_bytes(bytes.data(), bytes.size());
    const std::uint32_t sum = crc.checksum();
    return ((sum >> 15U) | (sum << 17U)) + 0xA282EAD8U;
}

template <class Number>
Number littleEndian(std::string_view bytes)
{
    Number number = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        number |= static_cast<Number>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return number;
}

/** The one number of a tensor; nothing when it holds another kind or more than one. */
std::optional<double> scalarOf(const tensorboard::Tensor &tensor)
{
    enum Type { float32 = 1, float64 = 2, int32 = 3, int64 = 9 };
    for (const auto &dimension : tensor.tensor_shape().dim())
        if (dimension.size() != 1)
            return {};
    const std::string &content = tensor.tensor_content();
    const auto fromContent = [&content](auto number) -> std::optional<double> {
        if (content.size() != sizeof(number))
            return {};
        std::memcpy(&number, content.data(),
                    sizeof(number)); // little-endian, as every machine here
        return static_cast<double>(number);
    };
    switch (tensor.dtype()) {
    case float32:
        return tensor.float_val_size() == 1 ? tensor.float_val(0) : fromContent(float());
    case float64:
        return tensor.double_val_size() == 1 ? tensor.double_val(0) : fromContent(double());
    case int32:
        return tensor.int_val_size() == 1 ? tensor.int_val(0) : fromContent(std::int32_t());
    case int64:
        return tensor.int64_val_size() == 1 ? static_cast<double>(tensor.int64_val(0))
                                            : fromContent(std::int64_t());
    default:
        return {};
    }
}

} // namespace

Expected<EventFile> readEventFile(std::string_view bytes, const std::string &name)
{
    constexpr std::size_t head = sizeof(std::uint64_t) + sizeof(std::uint32_t);
    constexpr std::size_t tail = sizeof(std::uint32_t);
    EventFile result;
    for (std::size_t position = 0; position < bytes.size();) {
        const std::string_view rest = bytes.substr(position);
        const auto damaged = [&] {
            Error error(fmt::format("The record at byte {} is damaged, or this is no TensorBoard "
                                    "event file.",
                                    position));
            error.file = name;
            return error;
        };
        if (rest.size() < head) {
            result.cutOff = true;
            return result;
        }
        if (maskedChecksum(rest.substr(0, sizeof(std::uint64_t))) !=
            littleEndian<std::uint32_t>(rest.substr(sizeof(std::uint64_t))))
            return damaged();
        const auto length = littleEndian<std::uint64_t>(rest);
        if (length > rest.size() || rest.size() - length < head + tail) {
            result.cutOff = true;
            return result;
        }
        const std::string_view data = rest.substr(head, length);
        tensorboard::Event event;
        if (maskedChecksum(data) != littleEndian<std::uint32_t>(rest.substr(head + length)) ||
            !event.ParseFromArray(data.data(), static_cast<int>(data.size())))
            return damaged();
        for (const auto &value : event.summary().value()) {
            if (value.has_simple_value())
                result.scalars.push_back({value.tag(), event.step(), value.simple_value()});
            else if (const auto number =
                         value.has_tensor() ? scalarOf(value.tensor()) : std::optional<double>())
                result.scalars.push_back({value.tag(), event.step(), *number});
        }
        position += head + length + tail;
    }
    return result;
}

} // namespace agon::storage
