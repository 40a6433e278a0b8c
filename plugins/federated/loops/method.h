#pragma once

#include "plugins/federated/loops/federated_problem.h"
#include "plugins/federated/rules/step_sizes.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

/** What a federated method is made of: a local update and a server update, each with its own state.
 * A named algorithm chooses one of each. */
namespace agon::federated {

/** What goes down to every participant. */
struct Broadcast
{
    std::span<const double> model;
    std::span<const double> extra; ///< a further vector, empty for most methods
};

/** What one participant sends up. */
struct Message
{
    std::int32_t client = 0;
    std::vector<double> update; ///< Δ_i = y_i - x: the client adds it
    std::vector<double> extra;  ///< a further vector, empty for most methods
};

/** One client's work in one round: what a local update may ask for. Counts the gradients. */
class ClientWork
{
public:
    ClientWork(const FederatedProblem &problem, std::uint64_t seed, std::int32_t client,
               std::int64_t round, double stepSize, learning::Workspace &workspace)
        : m_problem(problem)
        , m_seed(seed)
        , m_client(client)
        , m_round(round)
        , m_stepSize(stepSize)
        , m_workspace(workspace)
    {}

    std::int32_t client() const { return m_client; }
    std::int32_t steps() const { return m_problem.setting().localSteps; }
    double stepSize() const { return m_stepSize; }
    /** Gradient on the mini-batch of local step @p step: asking twice gives the same batch. */
    void gradient(std::int32_t step, std::span<const double> model, std::span<double> out)
    {
        m_problem.gradient({m_seed, m_client, m_round * steps() + step}, model, out, m_workspace);
        ++m_gradients;
    }
    /** Exact gradient of the client's objective. */
    void fullGradient(std::span<const double> model, std::span<double> out)
    {
        m_problem.fullGradient(m_client, model, out, m_workspace);
        m_gradients += m_problem.batchesOfFullGradient(m_client);
    }
    /** Mini-batch gradients computed so far. */
    std::int64_t gradients() const { return m_gradients; }

private:
    const FederatedProblem &m_problem;
    std::uint64_t m_seed;
    std::int32_t m_client;
    std::int64_t m_round;
    double m_stepSize;
    learning::Workspace &m_workspace;
    std::int64_t m_gradients = 0;
};

/** What a client does with the model that it receives, and what it remembers. */
class LocalUpdate
{
public:
    virtual ~LocalUpdate() = default;
    /** Fills @p message.update and, where the method has one, @p message.extra. */
    virtual void run(ClientWork &work, const Broadcast &down, Message &message) = 0;
};

/** What the server does with the messages of a round, and what it remembers. */
class ServerUpdate
{
public:
    virtual ~ServerUpdate() = default;
    /** A further vector sent down with the model. */
    virtual std::span<const double> broadcastExtra() const { return {}; }
    /** Moves @p model. @p messages, by ascending client, may be empty: nobody took part. */
    virtual void update(std::span<const Message> messages, std::span<double> model) = 0;
    /** The present factor on p_i Δ_i of each client, were it to take part. An update is unbiased
     * when the factor is 1 / (rate of participation). */
    virtual std::span<const double> aggregationWeights() const = 0;
};

/** A method at work in one run. */
struct Method
{
    StepSizes stepSizes;
    std::unique_ptr<LocalUpdate> local;
    std::unique_ptr<ServerUpdate> server;
};

/** Makes a method's state at the start of a run. */
using MethodFactory = std::function<Method(const TaskSetting &setting)>;

} // namespace agon::federated
