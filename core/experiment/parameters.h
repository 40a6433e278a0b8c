#pragma once

#include "core/expected.h"
#include "core/export.h"
#include "core/json.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace agon {

/** What a parameter is. From one declaration come the form in the window, TOML keys, command-line
 *  help, validation, storage, sweep grids and documentation. */
enum class ParameterType {
    flag,    ///< true or false
    integer, ///< 64-bit signed
    real,    ///< double
    choice,  ///< one of several keys
    variant, ///< one of several keys, each with parameters of its own: { type = "key", … }
    text,    ///< any text
    path,    ///< a file's path
    list     ///< numbers
};

struct ParameterDeclaration;

/** One option of a choice or variant parameter. */
struct ParameterOption
{
    std::string key;
    std::string label;
    std::string help;
    std::vector<ParameterDeclaration> parameters; ///< only for variants
};

/** A parameter as plain data. */
struct AGON_CORE_EXPORT ParameterDeclaration
{
    std::string key;   ///< as written in TOML: lower case with hyphens
    std::string label; ///< as shown in the window: sentence case
    std::string help;  ///< one sentence
    std::string unit;  ///< empty: a pure number
    std::string source; ///< where the default comes from: "P016, section 6", "classic"
    ParameterType type = ParameterType::real;
    Json defaultValue;
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    bool logarithmic = false; ///< sliders and sweeps move by factors
    bool advanced = false;    ///< folded away in the window
    double sliderMinimum = 0; ///< range of the slider; equal to sliderMaximum: derived from the default
    double sliderMaximum = 0;
    std::vector<ParameterOption> options; ///< for choice and variant
    std::size_t minimumLength = 0;        ///< for lists
    std::size_t maximumLength = std::numeric_limits<std::size_t>::max();
};

AGON_CORE_EXPORT Json toJson(const ParameterDeclaration &declaration);
AGON_CORE_EXPORT Expected<ParameterDeclaration> parameterFromJson(const Json &json);

/** Checks @p given (an object) against @p declarations and fills in defaults. @p where names the
 *  owner in messages ("bandits/ucb1"). The result has every declared key and no other.
 *  Errors: unknown key (with the nearest known one), wrong type, value out of range. */
AGON_CORE_EXPORT Expected<Json> completeSettings(std::span<const ParameterDeclaration> declarations, const Json &given,
                                                 std::string_view where);

/** The candidate closest to @p word by edit distance; empty when none is close. */
AGON_CORE_EXPORT std::string nearestWord(std::string_view word, std::span<const std::string> candidates);

/** The parameters of a settings struct @p S: declarations and how to read them into the struct.
 *
 *      static Schema<Settings> schema()
 *      {
 *          Schema<Settings> s;
 *          s.real(&Settings::epsilon, "epsilon", "Exploration probability").range(0, 1);
 *          return s;
 *      }
 *
 *  Defaults are those of S{}. */
template <class S>
class Schema
{
public:
    /** Refines the parameter just declared. */
    class Field
    {
    public:
        Field(Schema &schema, std::size_t index)
            : m_schema(schema)
            , m_index(index)
        {}
        Field &range(double minimum, double maximum)
        {
            declaration().minimum = minimum;
            declaration().maximum = maximum;
            return *this;
        }
        Field &atLeast(double minimum)
        {
            declaration().minimum = minimum;
            return *this;
        }
        /** Range of the slider where it is narrower than what is allowed. */
        Field &slider(double minimum, double maximum)
        {
            declaration().sliderMinimum = minimum;
            declaration().sliderMaximum = maximum;
            return *this;
        }
        Field &logarithmic()
        {
            declaration().logarithmic = true;
            return *this;
        }
        Field &advanced()
        {
            declaration().advanced = true;
            return *this;
        }
        Field &unit(std::string text)
        {
            declaration().unit = std::move(text);
            return *this;
        }
        Field &help(std::string text)
        {
            declaration().help = std::move(text);
            return *this;
        }
        Field &source(std::string text)
        {
            declaration().source = std::move(text);
            return *this;
        }
        Field &length(std::size_t minimum, std::size_t maximum)
        {
            declaration().minimumLength = minimum;
            declaration().maximumLength = maximum;
            return *this;
        }

    private:
        ParameterDeclaration &declaration() { return m_schema.m_declarations[m_index]; }
        Schema &m_schema;
        std::size_t m_index;
    };

    Field flag(bool S::*member, std::string key, std::string label)
    {
        return add(ParameterType::flag, member, std::move(key), std::move(label));
    }
    template <class I>
        requires std::is_integral_v<I>
    Field integer(I S::*member, std::string key, std::string label)
    {
        Field field = add(ParameterType::integer, member, std::move(key), std::move(label));
        // A narrower member must not wrap around.
        if constexpr (sizeof(I) < sizeof(std::int64_t))
            field.range(static_cast<double>(std::numeric_limits<I>::min()),
                        static_cast<double>(std::numeric_limits<I>::max()));
        return field;
    }
    Field real(double S::*member, std::string key, std::string label)
    {
        return add(ParameterType::real, member, std::move(key), std::move(label));
    }
    Field text(std::string S::*member, std::string key, std::string label)
    {
        return add(ParameterType::text, member, std::move(key), std::move(label));
    }
    Field path(std::string S::*member, std::string key, std::string label)
    {
        return add(ParameterType::path, member, std::move(key), std::move(label));
    }
    Field list(std::vector<double> S::*member, std::string key, std::string label)
    {
        return add(ParameterType::list, member, std::move(key), std::move(label));
    }

    /** One option of a choice: the enum's value, its key and its help. */
    template <class E>
    struct Option
    {
        E value;
        std::string key;
        std::string label;
        std::string help = {};
    };

    /** A choice between the values of an enum. */
    template <class E>
        requires std::is_enum_v<E>
    Field choice(E S::*member, std::string key, std::string label, std::vector<Option<E>> options)
    {
        ParameterDeclaration declaration;
        declaration.key = key;
        declaration.label = std::move(label);
        declaration.type = ParameterType::choice;
        const S defaults{};
        for (const Option<E> &option : options) {
            declaration.options.push_back({option.key, option.label, option.help, {}});
            if (option.value == defaults.*member)
                declaration.defaultValue = option.key;
        }
        return append(std::move(declaration), [member, options](S &settings, const Json &value) {
            for (const Option<E> &option : options)
                if (value.get_ref<const std::string &>() == option.key)
                    settings.*member = option.value;
        });
    }

    /** One option of a variant: alternative @p A of the member with a schema of its own. */
    template <class A>
    struct Alternative
    {
        using type = A;
        std::string key;
        std::string label;
        std::string help;
        Schema<A> schema;
    };

    /** A choice whose options have parameters of their own; the member is a std::variant of the
     *  alternatives' settings. In TOML: key = { type = "dirichlet", alpha = 0.1 } or, with all
     *  defaults, key = "dirichlet". */
    template <class... A>
    Field variant(std::variant<A...> S::*member, std::string key, std::string label, Alternative<A>... alternatives)
    {
        ParameterDeclaration declaration;
        declaration.key = key;
        declaration.label = std::move(label);
        declaration.type = ParameterType::variant;
        const S defaults{};
        std::vector<std::function<void(S &, const Json &)>> readers;
        std::size_t index = 0;
        const auto addAlternative = [&](auto alternative) {
            using T = typename decltype(alternative)::type;
            declaration.options.push_back(
                {alternative.key, alternative.label, alternative.help, alternative.schema.declarations()});
            if (index++ == (defaults.*member).index())
                declaration.defaultValue = Json{{"type", alternative.key}};
            readers.push_back([member, schema = alternative.schema](S &settings, const Json &value) {
                (settings.*member).template emplace<T>(schema.read(value));
            });
        };
        (addAlternative(std::move(alternatives)), ...);
        std::vector<std::string> keys;
        for (const ParameterOption &option : declaration.options)
            keys.push_back(option.key);
        return append(std::move(declaration), [keys, readers](S &settings, const Json &value) {
            const std::string &chosen = value.at("type").template get_ref<const std::string &>();
            for (std::size_t i = 0; i < keys.size(); ++i)
                if (keys[i] == chosen)
                    readers[i](settings, value);
        });
    }

    /** Adds the parameters of a sub-struct of S under the same keys as it has on its own. */
    template <class P>
    void include(P S::*member, const Schema<P> &part)
    {
        for (std::size_t i = 0; i < part.m_declarations.size(); ++i)
            append(part.m_declarations[i], [member, read = part.m_readers[i]](S &settings, const Json &value) {
                read(settings.*member, value);
            });
    }

    const std::vector<ParameterDeclaration> &declarations() const { return m_declarations; }

    /** Reads completed settings (see completeSettings) into the struct. */
    S read(const Json &complete) const
    {
        S settings{};
        for (std::size_t i = 0; i < m_declarations.size(); ++i)
            m_readers[i](settings, complete.at(m_declarations[i].key));
        return settings;
    }

private:
    template <class>
    friend class Schema;

    template <class M>
    Field add(ParameterType type, M S::*member, std::string key, std::string label)
    {
        ParameterDeclaration declaration;
        declaration.key = std::move(key);
        declaration.label = std::move(label);
        declaration.type = type;
        const S defaults{};
        declaration.defaultValue = defaults.*member;
        return append(std::move(declaration),
                      [member](S &settings, const Json &value) { settings.*member = value.template get<M>(); });
    }
    Field append(ParameterDeclaration declaration, std::function<void(S &, const Json &)> reader)
    {
        m_declarations.push_back(std::move(declaration));
        m_readers.push_back(std::move(reader));
        return Field(*this, m_declarations.size() - 1);
    }

    std::vector<ParameterDeclaration> m_declarations;
    std::vector<std::function<void(S &, const Json &)>> m_readers;
};

/** A settings struct without parameters. */
struct NoSettings
{};

} // namespace agon
