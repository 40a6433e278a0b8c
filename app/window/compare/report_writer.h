#pragma once

#include "app/reports/comparison.h"
#include "core/experiment/observation_source.h"

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <string>
#include <vector>

namespace agon::app {

class Lab;

/** Writes what a paper needs of a comparison besides its figure: the table for LaTeX, all numbers,
 *  and the sources of its methods. The format follows the file's ending. Numbers are computed
 *  beside the window's thread, each report by itself. */
class ReportWriter : public QObject
{
    Q_OBJECT

public:
    struct Subject
    {
        std::shared_ptr<const ObservationSource> source; ///< everything that is compared
        std::string name;                                ///< of the experiment, or of all
        ComparisonRequest request;
        std::vector<ExperimentView> experiments; ///< each by itself, for their sources
    };

    explicit ReportWriter(const Lab &lab, QObject *parent = nullptr);
    /** Waits for what is being written. */
    ~ReportWriter() override;

    /** "LaTeX table (*.tex);;…" for a file dialog. */
    static QString filters();
    /** Announces what happened by message(). */
    void write(const QString &path, Subject subject);

Q_SIGNALS:
    void message(const QString &text);

private:
    const Lab &m_lab;
    QThreadPool m_threads; ///< last: what runs ends before anything else
};

} // namespace agon::app
