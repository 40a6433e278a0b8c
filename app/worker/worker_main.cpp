#include "app/worker/worker_main.h"

#include "app/loader/plugin_loader.h"
#include "app/worker/worker_connection.h"
#include "app/worker/worker_recorder.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

namespace agon::app {
namespace {

using worker::Message;

/** The data resources of the parent. */
class ParentData final : public DataSource
{
public:
    explicit ParentData(WorkerConnection &connection) : m_connection(connection) {}
    Expected<std::string> read(std::string_view name) const override
    {
        auto answer = ask(name, false);
        if (!answer)
            return Error("The run was cancelled.");
        if (const auto error = answer->head.find("error"); error != answer->head.end())
            return Error(error->get<std::string>());
        return std::move(answer->data);
    }
    std::string hash(std::string_view name) const override
    {
        const auto answer = ask(name, true);
        return answer ? answer->head.value("hash", std::string()) : std::string();
    }

private:
    std::optional<Message> ask(std::string_view name, bool hashOnly) const
    {
        m_connection.send({{{"type", "data"}, {"name", name}, {"hashOnly", hashOnly}}, {}});
        return m_connection.receive();
    }
    WorkerConnection &m_connection;
};

/** Answers the parent's messages, one trial at a time. */
class Session
{
public:
    Session(WorkerConnection &connection, std::filesystem::path library)
        : m_connection(connection), m_data(connection), m_library(std::move(library))
    {}

    [[noreturn]] void serve()
    {
        for (;;) {
            const auto message = m_connection.receive();
            if (message)
                guarded(*message);
            if (m_connection.cancelled()) {
                m_trial = nullptr;
                m_connection.resetCancelled();
                reply({{"type", "cancelled"}});
            }
        }
    }

private:
    void reply(Json head) { m_connection.send({std::move(head), {}}); }

    void guarded(const Message &message)
    {
        std::string reason;
        try {
            return answer(message);
        } catch (const std::exception &exception) {
            reason = exception.what();
        } catch (...) {
            reason = "an exception that is no std::exception";
        }
        Json failed{{"type", "failed"}, {"reason", reason}};
        if (m_trial) {
            m_recorder->flush();
            failed["step"] = m_trial->step();
            m_trial = nullptr;
        }
        reply(std::move(failed));
    }

    void answer(const Message &message)
    {
        const std::string type = message.type();
        if (type == "hello")
            hello();
        else if (type == "catalogue" && m_family)
            catalogue();
        else if (type == "start" && m_family)
            start(message.head);
        else if (type == "advance" && m_trial)
            advance(message.head);
        else
            reply({{"type", "failed"}, {"reason", fmt::format("\"{}\" was not expected.", type)}});
    }

    void hello()
    {
        const auto metadata = readMetadata(m_library);
        if (!metadata)
            return reply({{"type", "failed"}, {"reason", metadata.error().text()}});
        const auto family = loadFamily(m_library, metadata->id);
        if (!family)
            return reply({{"type", "failed"}, {"reason", family.error().text()}});
        m_family = *family;
        reply({{"type", "hello"},
               {"protocol", worker::protocolVersion},
               {"plugin", metadata->id},
               {"version", metadata->version}});
    }

    void catalogue()
    {
        Json lanes = Json::object();
        for (const AlgorithmDeclaration &algorithm : m_family->catalogue().algorithms)
            lanes[algorithm.id] = m_family->preferredLanes(algorithm.id);
        reply({{"type", "catalogue"},
               {"catalogue", toJson(m_family->catalogue())},
               {"lanes", lanes}});
    }

    void start(const Json &head)
    {
        TrialRequest request;
        request.problem = head.at("problem").get<std::string>();
        request.problemSettings = head.at("problemSettings");
        request.algorithm = head.at("algorithm").get<std::string>();
        request.settings = head.at("settings");
        request.seeds = head.at("seeds").get<std::vector<std::uint64_t>>();
        request.budget = head.at("budget").get<std::int64_t>();
        for (const std::uint64_t seed :
             head.at("instanceSeeds").get<std::vector<std::uint64_t>>()) {
            auto instance =
                m_family->prepare({request.problem, request.problemSettings, seed, &m_data});
            if (!instance)
                return reply({{"type", "refused"}, {"reason", instance.error().text()}});
            request.instances.push_back(std::move(*instance));
        }
        auto trial = m_family->start(request);
        if (!trial)
            return reply({{"type", "refused"}, {"reason", trial.error().text()}});
        m_trial = std::move(*trial);
        m_recorder = std::make_unique<WorkerRecorder>(m_connection, m_family->catalogue().channels,
                                                      request.lanes(), request.budget);
        reply({{"type", "started"}});
    }

    void advance(const Json &head)
    {
        if (head.contains("frames"))
            m_recorder->introduce(head.at("frames").get<std::vector<bool>>(),
                                  head.value("improvements", true));
        for (int credit = head.value("credit", 1); credit > 0; --credit) {
            const bool more = m_trial->advance(*m_recorder);
            m_recorder->flush();
            reply({{"type", "advanced"}, {"step", m_trial->step()}, {"more", more}});
            if (!more || m_connection.cancelled())
                break;
        }
    }

    WorkerConnection &m_connection;
    ParentData m_data;
    std::filesystem::path m_library;
    std::shared_ptr<const Family> m_family;
    std::unique_ptr<WorkerRecorder> m_recorder;
    std::unique_ptr<Trial> m_trial;
};

} // namespace

int runWorker(const QStringList &arguments)
{
    if (arguments.size() != 2 || arguments.first() != QLatin1String("--plugin")) {
        std::cerr << "Usage: agon worker --plugin FILE. It is started by agon, not by hand.\n";
        return 2;
    }
    WorkerConnection connection;
    Session(connection, std::filesystem::absolute(arguments.last().toStdString())).serve();
}

} // namespace agon::app
