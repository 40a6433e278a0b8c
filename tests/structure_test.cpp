#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

const fs::path root = AGON_SOURCE_DIR;

struct SourceFile
{
    std::string path; ///< relative to the project
    std::string text;

    bool in(std::string_view folder) const { return path.starts_with(folder); }
    bool isHeader() const { return path.ends_with(".h"); }
};

std::vector<SourceFile> filesBelow(const std::string &folder,
                                   const std::function<bool(const fs::path &)> &wanted)
{
    std::vector<SourceFile> files;
    if (!fs::exists(root / folder))
        return files;
    for (const auto &entry : fs::recursive_directory_iterator(root / folder)) {
        if (!entry.is_regular_file() || !wanted(entry.path()))
            continue;
        std::ifstream stream(entry.path());
        std::ostringstream text;
        text << stream.rdbuf();
        files.push_back({fs::relative(entry.path(), root).generic_string(), text.str()});
    }
    std::sort(files.begin(), files.end(),
              [](const auto &a, const auto &b) { return a.path < b.path; });
    return files;
}

bool isSource(const fs::path &path)
{
    return path.extension() == ".h" || path.extension() == ".cpp";
}

std::vector<std::string> includesOf(const SourceFile &file)
{
    std::vector<std::string> includes;
    std::istringstream lines(file.text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("#include "))
            continue;
        const std::size_t first = line.find_first_of("<\"") + 1;
        includes.push_back(line.substr(first, line.find_first_of(">\"", first) - first));
    }
    return includes;
}

/** <QString>, <QtCharts/QChart>: a header of Qt. */
bool isQt(const std::string &include)
{
    return include.size() > 1 && include[0] == 'Q' &&
           (std::isupper(include[1]) || include[1] == 't');
}

bool startsWithAny(const std::string &text, const std::vector<std::string> &starts)
{
    return std::any_of(starts.begin(), starts.end(),
                       [&](const auto &start) { return text.starts_with(start); });
}

/** What one layer must not include or link. */
struct Border
{
    std::string layer;
    std::vector<std::string> folders;   ///< no include may start with one of these
    bool qt = true;                     ///< Qt allowed at all
    std::vector<std::string> libraries; ///< words that its CMakeLists.txt must not contain
};

const std::vector<Border> borders{
    {"core/",
     {"plugins/", "storage/", "views/", "app/", "tests/", "SQLiteCpp", "sqlite3"},
     false,
     {"Qt6::", "SQLite"}},
    {"plugins/",
     {"storage/", "views/", "app/", "tests/", "SQLiteCpp", "sqlite3"},
     true,
     {"SQLite", "agon_views", "agon_storage"}},
    {"storage/",
     {"plugins/", "views/", "app/", "tests/", "QtWidgets", "QtCharts", "QtGui", "QWidget"},
     true,
     {"Qt6::Widgets", "Qt6::Charts", "Qt6::Gui", "agon_views", "agon_family"}},
    {"views/",
     {"plugins/", "storage/", "app/", "tests/", "SQLiteCpp", "sqlite3"},
     true,
     {"SQLite", "agon_storage", "agon_family"}},
    {"views/figures/",
     {"QtGui", "QtWidgets", "QtCharts", "QPainter", "QColor", "QFont", "QWidget", "QChart",
      "views/paper/", "views/screen/"},
     true,
     {}},
    {"views/paper/", {"QtWidgets", "QtCharts", "QWidget", "QChart", "views/screen/"}, true, {}},
    {"app/",
     {"plugins/bandits", "plugins/federated", "plugins/experts", "plugins/nas", "plugins/arena",
      "tests/"},
     true,
     {}},
};

std::vector<SourceFile> productFiles()
{
    std::vector<SourceFile> all;
    for (const char *layer : {"core", "plugins", "storage", "views", "app"})
        for (SourceFile &file : filesBelow(layer, isSource))
            all.push_back(std::move(file));
    return all;
}

void verifyNone(const std::vector<std::string> &violations)
{
    std::string text;
    for (const std::string &violation : violations)
        text += "\n    " + violation;
    QVERIFY2(violations.empty(), text.c_str());
}

} // namespace

/** The house's borders, read from includes and link lines. */
class StructureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layersIncludeOnlyWhatLiesBelow()
    {
        std::vector<std::string> violations;
        for (const SourceFile &file : productFiles())
            for (const Border &border : borders) {
                if (!file.in(border.layer))
                    continue;
                for (const std::string &include : includesOf(file))
                    if (startsWithAny(include, border.folders) || (!border.qt && isQt(include)))
                        violations.push_back(file.path + " includes " + include);
            }
        verifyNone(violations);
    }

    void layersLinkOnlyWhatLiesBelow()
    {
        std::vector<std::string> violations;
        for (const Border &border : borders)
            for (const SourceFile &file : filesBelow(border.layer, [](const fs::path &path) {
                     return path.filename() == "CMakeLists.txt";
                 }))
                for (const std::string &library : border.libraries)
                    if (file.text.find(library) != std::string::npos)
                        violations.push_back(file.path + " names " + library);
        verifyNone(violations);
    }

    void familiesAreStrangersToEachOther()
    {
        std::vector<std::string> violations;
        for (const SourceFile &file : filesBelow("plugins", isSource)) {
            const std::string family =
                file.path.substr(0, file.path.find('/', std::string("plugins/").size()) + 1);
            for (const std::string &include : includesOf(file)) {
                if (include.starts_with("plugins/") && !include.starts_with(family) &&
                    !include.starts_with("plugins/interface/"))
                    violations.push_back(file.path + " includes " + include);
                // Only the plugin object speaks Qt; rules, problems and loops stay plain C++.
                if (isQt(include) && !file.path.ends_with("/plugin.cpp") &&
                    !file.in("plugins/interface/"))
                    violations.push_back(file.path + " includes " + include);
            }
        }
        verifyNone(violations);
    }

    void everyFamilyHasTheSameRooms()
    {
        std::vector<std::string> violations;
        for (const auto &entry : fs::directory_iterator(root / "plugins")) {
            if (!entry.is_directory() || entry.path().filename() == "interface")
                continue;
            for (const char *room : {"CMakeLists.txt", "plugin.json", "plugin.cpp", "catalog.cpp",
                                     "loops", "problems", "algorithms", "README.md"})
                if (!fs::exists(entry.path() / room))
                    violations.push_back("plugins/" + entry.path().filename().string() +
                                         " has no " + room);
        }
        verifyNone(violations);
    }

    void headersStayLight()
    {
        std::vector<std::string> violations;
        for (const SourceFile &file : productFiles()) {
            if (!file.isHeader())
                continue;
            if (!file.text.starts_with("#pragma once"))
                violations.push_back(file.path + " does not begin with #pragma once");
            for (const std::string &include : includesOf(file))
                if (include == "Eigen/Dense" || include == "QtWidgets" || include == "QtCore" ||
                    include == "QtGui" || include == "QtCharts")
                    violations.push_back(file.path + " includes " + include);
        }
        verifyNone(violations);
    }

    void filesStaySmall()
    {
        constexpr auto mostLines = 650;
        std::vector<std::string> violations;
        for (const SourceFile &file : productFiles()) {
            const auto lines = std::count(file.text.begin(), file.text.end(), '\n');
            if (lines > mostLines)
                violations.push_back(file.path + " has " + std::to_string(lines) + " lines");
        }
        verifyNone(violations);
    }

    void nothingIsLeftUndone()
    {
        std::vector<std::string> violations;
        for (const SourceFile &file : productFiles())
            for (const char *word : {"TODO", "FIXME", "XXX"})
                if (file.text.find(word) != std::string::npos)
                    violations.push_back(file.path + " says " + word);
        verifyNone(violations);
    }
};

QTEST_GUILESS_MAIN(StructureTest)
#include "structure_test.moc"
