#include "storage/rewrite_texts.h"

#include "storage/connection.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace agon::storage {
namespace {

struct TextStatements
{
    const char *read;
    const char *write;
};

} // namespace

Expected<void> rewriteTexts(const std::string &path,
                            const std::function<std::string(const std::string &)> &rewritten)
{
    try {
        Connection connection(path, Connection::Access::readWrite);
        WriteTransaction transaction(connection);
        for (const auto &[read, write] :
             {TextStatements{"SELECT rowid, toml FROM experiment",
                             "UPDATE experiment SET toml = ? WHERE rowid = ?"},
              TextStatements{"SELECT rowid, settings FROM problem",
                             "UPDATE problem SET settings = ? WHERE rowid = ?"},
              TextStatements{"SELECT rowid, settings FROM contestant",
                             "UPDATE contestant SET settings = ? WHERE rowid = ?"},
              TextStatements{"SELECT rowid, axis_values FROM axis",
                             "UPDATE axis SET axis_values = ? WHERE rowid = ?"}}) {
            std::vector<std::pair<std::int64_t, std::string>> changed;
            {
                Query query(connection, read);
                while (query.next()) {
                    const std::string before = query.text(1);
                    if (std::string after = rewritten(before); after != before)
                        changed.emplace_back(query.integer(0), std::move(after));
                }
            }
            for (const auto &[row, text] : changed)
                Query(connection, write, text, row).run();
        }
        transaction.commit();
    } catch (const SQLite::Exception &exception) {
        return errorOf(exception, path);
    }
    return {};
}

} // namespace agon::storage
