#include "app/lab/lab.h"
#include "app/window/contest.h"
#include "app/window/forms/parameter_form.h"
#include "tests/app/window/window_fixture.h"
#include "views/screen/theme.h"

using namespace agon;
using namespace agon::app;

/** Forms are made from declarations alone: what somebody declares has to fit where it is shown. */
class FormsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFormFitsTheColumnThatItStandsIn()
    {
        WindowFixture fixture;
        const int room = views::interfacePixels(244) - 24; // the column less the card's margins
        QStringList tooWide;
        int forms = 0;
        const auto measure = [&](const std::string &id,
                                 const std::vector<ParameterDeclaration> &parameters) {
            ParameterForm form(fixture.window.get());
            form.setDeclarations(parameters, Json::object());
            form.show(); // with the window's style
            const int width = form.minimumSizeHint().width();
            ++forms;
            if (width > room)
                tooWide << QStringLiteral("%1 needs %2 of %3")
                               .arg(QString::fromStdString(id))
                               .arg(width)
                               .arg(room);
        };
        for (const auto &family : fixture.contest().lab().families().all()) {
            for (const ProblemDeclaration &problem : family->catalogue().problems)
                measure(problem.id, problem.parameters);
            for (const AlgorithmDeclaration &algorithm : family->catalogue().algorithms)
                measure(algorithm.id, algorithm.parameters);
        }
        QVERIFY(forms > 200);
        QVERIFY2(tooWide.isEmpty(), qPrintable(tooWide.join(QStringLiteral("; "))));
    }
};

QTEST_MAIN(FormsTest)
#include "forms_test.moc"
