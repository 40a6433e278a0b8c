#include "plugins/bandits/loops/channels.h"
#include "plugins/bandits/rules/dual_step.h"
#include "tests/plugins/bandits/loop_runs.h"
#include "tests/support/compare.h"

#include <QTest>

#include <array>

using namespace agon;
using namespace agon::bandits;
using agon::bandits::test::LoopRuns;
using agon::test::compare;

class ChannelsTest : public QObject
{
    Q_OBJECT

    LoopRuns m_runs;

private Q_SLOTS:
    void channelValue()
    {
        const Json group = LoopRuns::golden("P161_channel_value");
        for (const Json &entry : group.at("cases")) {
            const auto values = entry.at("v").get<std::vector<double>>();
            const auto prices = entry.at("d").get<std::vector<double>>();
            std::vector<Auction> items;
            for (std::size_t i = 0; i < values.size(); ++i)
                items.push_back({values[i], prices[i]});
            sortByRatio(items);
            const auto budgets = entry.at("budgets").get<std::vector<double>>();
            for (std::size_t i = 0; i < budgets.size(); ++i) {
                const Purchase bought = buy(items, budgets[i], 0);
                compare(bought.value, entry.at("out").at(i).get<double>(),
                        group.at("tol").get<double>());
                QVERIFY(bought.spend <= budgets[i] + 1e-12);
            }
        }
    }

    void prices()
    {
        const Json group = LoopRuns::golden("P161_dual");
        for (const Json &entry : group.at("cases")) {
            double target = 0.5;
            double money = 0.5;
            const auto periods = entry.at("value_spend").get<std::vector<std::array<double, 2>>>();
            for (std::size_t i = 0; i < periods.size(); ++i) {
                const auto [value, spend] = periods[i];
                target = dualStep(target, 0.1, value - 1.2 * spend, 5);
                money = dualStep(money, 0.1, 4 - spend, 5);
                compare(target, entry.at("out").at(i).at(0).get<double>(), 1e-12);
                compare(money, entry.at("out").at(i).at(1).get<double>(), 1e-12);
            }
        }
    }

    void returnTargetOfOneChannelBinds()
    {
        std::vector<Auction> items{{1, 0.5}, {1, 1}, {1, 2}};
        sortByRatio(items);
        // 1.25 × (0.5 + 1 + 2 x) = 2 + x at x = 0.0833….
        const Purchase bought = buy(items, 100, 1.25);
        compare(bought.value / bought.spend, 1.25, 1e-12);
        compare(bought.value, 2 + 0.125 / 1.5, 1e-12);
    }

    void returnLeversMissAFactorOfTen()
    {
        // P161, derived: with ratio 0.9, budgets reach value 10 at a return of exactly 1; return
        // targets take all of the second channel or nothing.
        const auto gap = m_runs.instance("bandits/return-lever-gap", Json::object());
        const auto &instance = dynamic_cast<const ChannelInstance &>(*gap);
        compare(instance.plan().value, 10, 1e-9);
        std::vector<Auction> items;
        instance.draw(1, 0, 1, items);
        for (const double target : {0.0, 0.5, 0.9}) {
            QCOMPARE(buy(items, 1e9, target).value, 90.0);
            QVERIFY(1 + 90 < 100); // the return of both channels together is below 1
        }
        for (const double target : {0.91, 1.0, 2.0})
            QCOMPARE(buy(items, 1e9, target).value, 0.0);
        compare(buy(items, 10, 0).value + 1, 10, 1e-12);
    }

    void offlinePlanKeepsBothConstraints()
    {
        const auto lane =
            m_runs.play("bandits/offline-plan", Json::object(),
                        m_runs.instance("bandits/ad-channels", Json::object()), 20'000);
        compare(lane.last(channel::planShare), 1, 0.01);
        compare(lane.last(channel::meanSpend), 4, 0.04);
        QVERIFY(lane.last(channel::returnOnSpend) >= 0.99);
    }

    void leversArePulledOnceAPeriod()
    {
        const auto instance = m_runs.instance("bandits/ad-channels", Json::object());
        for (const char *algorithm : {"bandits/sgd-ucb", "bandits/return-levers"}) {
            const auto lane = m_runs.play(algorithm, Json::object(), instance, 500);
            const auto &field =
                std::get<FieldFrame>(lane.frames.at(channel::leverPulls).back().second);
            for (std::size_t channel = 0; channel < 4; ++channel) {
                double pulls = 0;
                for (std::size_t lever = 0; lever < 13; ++lever)
                    pulls += field.values[channel * 13 + lever];
                QCOMPARE(pulls, 500.0);
            }
        }
        QVERIFY(!m_runs.play("bandits/budget-split", Json::object(), instance, 100)
                     .frames.contains(channel::leverPulls));
    }

    void splitsSpendAllMoney()
    {
        const auto instance = m_runs.instance("bandits/ad-channels", Json::object());
        for (const char *split : {"equal", "proportional"}) {
            const auto lane =
                m_runs.play("bandits/budget-split", {{"split", split}}, instance, 2000);
            compare(lane.last(channel::meanSpend), 4, 0.01);
        }
    }

    void sgdUcbTriesEveryBudgetFirst()
    {
        const auto lane = m_runs.play("bandits/sgd-ucb", Json::object(),
                                      m_runs.instance("bandits/ad-channels", Json::object()), 13, 1,
                                      {.spacing = RecordingSchedule::Spacing::every});
        // Budgets 0, 0.25, …, 3 in all four channels.
        const auto &spends = lane.metrics.at(channel::meanSpend);
        for (std::size_t period = 0; period < spends.size(); ++period)
            compare(spends[period].second, 4 * 0.25 * static_cast<double>(period) / 2, 1e-9);
        // Every arm of every channel has been pulled once, in the order of the budgets.
        const auto &frames = lane.frames.at(channel::leverPulls);
        for (const auto &[step, frame] : frames) {
            const auto &field = std::get<FieldFrame>(frame);
            QCOMPARE(field.rows, 4);
            QCOMPARE(field.columns, 13);
            QCOMPARE(field.columnLabels[5], std::string("1.25"));
            for (std::size_t i = 0; i < field.values.size(); ++i)
                QCOMPARE(field.values[i], static_cast<std::int64_t>(i % 13) < step ? 1.0 : 0.0);
        }
        QCOMPARE(frames.back().first, std::int64_t{13});
    }
};

QTEST_GUILESS_MAIN(ChannelsTest)
#include "channels_test.moc"
