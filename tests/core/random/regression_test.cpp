#include "core/json.h"
#include "core/random/distributions.h"

#include <QTest>

#include <cmath>
#include <fstream>

using namespace agon;
using namespace agon::random;

namespace {

/** The first values of every distribution. They are Agon's own numbers: a change here changes
 * stored runs, so that revisions must be raised; it says nothing on correctness. */
Json firstValues()
{
    Json values;
    const auto reals = [&](const char *name, auto draw) {
        Stream stream(42, Purpose("regression"), 1, 2);
        for (int i = 0; i < 8; ++i)
            values[name].push_back(draw(stream));
    };
    reals("uniform", [](Stream &s) { return s.uniform(); });
    reals("uniform open", [](Stream &s) { return s.uniformOpen(); });
    reals("normal", [](Stream &s) { return normal(s); });
    reals("exponential", [](Stream &s) { return exponential(s); });
    reals("gumbel", [](Stream &s) { return gumbel(s); });
    reals("gamma 2.5", [](Stream &s) { return random::gamma(s, 2.5); });
    reals("gamma 0.3", [](Stream &s) { return random::gamma(s, 0.3); });
    reals("logarithm of gamma 0.001", [](Stream &s) { return logGamma(s, 1e-3); });
    reals("beta 2, 3", [](Stream &s) { return beta(s, 2, 3); });
    reals("beta 0.5, 0.5", [](Stream &s) { return beta(s, 0.5, 0.5); });
    reals("dirichlet 0.1", [](Stream &s) {
        std::vector<double> out(3);
        dirichlet(s, 0.1, out);
        return out;
    });
    // Whole numbers as texts: JSON readers differ on large ones.
    reals("bits", [](Stream &s) { return std::to_string(s.next()); });
    reals("below 1000", [](Stream &s) { return std::to_string(s.below(1000)); });
    reals("poisson 3", [](Stream &s) { return std::to_string(poisson(s, 3)); });
    reals("poisson 300", [](Stream &s) { return std::to_string(poisson(s, 300)); });
    reals("categorical", [](Stream &s) {
        return std::to_string(categorical(s, std::array{1.0, 2.0, 3.0}));
    });
    reals("permutation 5", [](Stream &s) { return permutation(s, 5); });
    reals("sample 3 of 9", [](Stream &s) { return sample(s, 9, 3); });
    return values;
}

/** Equal but for the last bits of reals, which the machine's logarithm and exponential decide. */
bool agrees(const Json &a, const Json &b)
{
    if (a.is_number() && b.is_number()) {
        const auto x = a.get<double>();
        const auto y = b.get<double>();
        return std::abs(x - y) <= 1e-12 * std::max(std::abs(x), std::abs(y));
    }
    if (a.is_array() && b.is_array() && a.size() == b.size()) {
        for (std::size_t i = 0; i < a.size(); ++i)
            if (!agrees(a[i], b[i]))
                return false;
        return true;
    }
    return a == b;
}

} // namespace

class RegressionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** With AGON_RECORD_REGRESSION set, writes the file instead. */
    void firstValuesAreWhatTheyWere()
    {
        const char *const path = AGON_SOURCE_DIR "/tests/regression/random.json";
        const Json now = firstValues();
        if (qEnvironmentVariableIsSet("AGON_RECORD_REGRESSION"))
            std::ofstream(path) << now.dump(1) << "\n";
        const Json before = Json::parse(std::ifstream(path));
        QCOMPARE(before.size(), now.size());
        for (const auto &[name, values] : now.items())
            QVERIFY2(before.contains(name) && agrees(before.at(name), values), name.c_str());
    }
};

QTEST_GUILESS_MAIN(RegressionTest)
#include "regression_test.moc"
