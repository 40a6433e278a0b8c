#pragma once

#include "core/export.h"

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace agon {

/** A user's error: one sentence that says what is wrong and what to do, and where it was found. */
struct Error
{
    std::string message; ///< a whole sentence: what was found, what is allowed
    std::string hint;    ///< what to do next; may be empty
    std::string file;    ///< the file it was found in; empty when there is none
    int line = 0;        ///< 1-based; 0 when unknown
    int column = 0;      ///< 1-based; 0 when unknown

    Error() = default;
    Error(std::string what, std::string whatToDo = {})
        : message(std::move(what))
        , hint(std::move(whatToDo))
    {}
    Error(const char *what)
        : message(what)
    {}

    /** "file:line:column: message hint", leaving out what is unknown. */
    AGON_CORE_EXPORT std::string text() const;
};

/** A value, or the Error that explains why there is none. Crosses module borders in place of
 *  exceptions. Reading the value of a failed Expected is a programmer error. */
template <class T>
class [[nodiscard]] Expected
{
public:
    Expected(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {}
    Expected(Error error)
        : m_content(std::in_place_index<1>, std::move(error))
    {}

    explicit operator bool() const { return m_content.index() == 0; }
    bool hasValue() const { return m_content.index() == 0; }

    T &value() &
    {
        assert(hasValue());
        return *std::get_if<0>(&m_content);
    }
    const T &value() const &
    {
        assert(hasValue());
        return *std::get_if<0>(&m_content);
    }
    T &&value() &&
    {
        assert(hasValue());
        return std::move(*std::get_if<0>(&m_content));
    }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }

    const Error &error() const
    {
        assert(!hasValue());
        return *std::get_if<1>(&m_content);
    }

private:
    std::variant<T, Error> m_content;
};

/** Success, or the Error that explains the failure. */
template <>
class [[nodiscard]] Expected<void>
{
public:
    Expected() = default;
    Expected(Error error)
        : m_error(std::move(error))
        , m_failed(true)
    {}

    explicit operator bool() const { return !m_failed; }
    bool hasValue() const { return !m_failed; }
    const Error &error() const
    {
        assert(m_failed);
        return m_error;
    }

private:
    Error m_error;
    bool m_failed = false;
};

} // namespace agon
