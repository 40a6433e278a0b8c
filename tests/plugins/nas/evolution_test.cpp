#include "plugins/nas/loops/ask_tell.h"
#include "tests/plugins/nas/play.h"

#include <algorithm>
#include <span>

using namespace agon;
using namespace agon::nas;
using namespace agon::nas::testing;

namespace {

/** A space in which the loop's questions can be listened to: the digits' sum, which is least for
 *  the architecture 000000. */
class DigitSum final : public AccuracyProblem
{
public:
    mutable std::vector<Architecture> asked;

    const SearchSpace &space() const override { return m_space; }
    double signalRegret(Architecture architecture) const override
    {
        asked.push_back(architecture);
        double sum = 0;
        for (int slot = 0; slot < m_space.slotCount; ++slot)
            sum += m_space.operation(architecture, slot);
        return sum;
    }
    double reportRegret(Architecture) const override { return 0; }
    double cost(Architecture) const override { return 1; }
    GraphFrame picture(Architecture) const override { return {}; }

private:
    SearchSpace m_space{6, 5};
};

int differingSlots(const SearchSpace &space, Architecture a, Architecture b)
{
    int count = 0;
    for (int slot = 0; slot < space.slotCount; ++slot)
        count += space.operation(a, slot) != space.operation(b, slot);
    return count;
}

} // namespace

class EvolutionTest : public QObject
{
    Q_OBJECT

    Laboratory m_laboratory;

private Q_SLOTS:
    void codesAreDigits()
    {
        const SearchSpace space{6, 5};
        QCOMPARE(space.size(), std::int64_t{15'625});
        QCOMPARE(space.code(0), std::string("000000"));
        Architecture architecture = 0;
        for (const auto &[slot, operation] : {std::pair(0, 4), std::pair(1, 2), std::pair(5, 1)})
            architecture = space.withOperation(architecture, slot, operation);
        QCOMPARE(space.code(architecture), std::string("420001"));
        QCOMPARE(space.operation(architecture, 1), 2);
        QCOMPARE(space.code(space.withOperation(architecture, 1, 0)), std::string("400001"));
    }

    void childrenDifferFromALivingMemberInOneSlot()
    {
        constexpr std::size_t population = 7;
        const auto problem = std::make_shared<DigitSum>();
        m_laboratory.play(problem, "nas/nas-bench-201", "nas/regularized-evolution", 500, 3,
                          {{"population", population}, {"sample", 3}}, false);
        const std::vector<Architecture> &asked = problem->asked;
        QCOMPARE(asked.size(), std::size_t{500});
        for (std::size_t i = population; i < asked.size(); ++i) {
            // Only the latest P are alive, however good older ones were.
            const auto alive = std::span(asked).subspan(i - population, population);
            QVERIFY(std::ranges::any_of(alive, [&](Architecture member) {
                return differingSlots(problem->space(), member, asked[i]) == 1;
            }));
        }
        QVERIFY(std::ranges::find(asked, Architecture{0}) != asked.end());
    }

    void aTournamentOfOneWandersWithoutSelection()
    {
        const auto sumOfLast = [&](int sample) {
            const auto problem = std::make_shared<DigitSum>();
            m_laboratory.play(problem, "nas/nas-bench-201", "nas/regularized-evolution", 2000, 1,
                              {{"sample", sample}}, false);
            double sum = 0;
            for (std::size_t i = 1000; i < 2000; ++i)
                sum += problem->signalRegret(problem->asked[i]);
            return sum / 1000;
        };
        // A uniform code has a digit sum of 12 on average.
        QVERIFY(std::abs(sumOfLast(1) - 12) < 2);
        QVERIFY(sumOfLast(10) < 5);
    }
};

QTEST_GUILESS_MAIN(EvolutionTest)
#include "evolution_test.moc"
