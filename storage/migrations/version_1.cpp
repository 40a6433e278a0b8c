#include "storage/schema.h"

namespace agon::storage::migrations {

/** Version 0 (an empty file) to 1: the first layout. storage/README.md explains every column. */
const char *const version1 = R"sql(
CREATE TABLE experiment (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    toml TEXT NOT NULL,
    budget_unit TEXT NOT NULL,
    step_unit TEXT NOT NULL,
    schedule TEXT NOT NULL,
    created TEXT NOT NULL,
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX experiment_by_identity ON experiment (identity);
CREATE TABLE tag (
    experiment_id INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    UNIQUE (experiment_id, tag)
);
CREATE TABLE trash (
    experiment_id INTEGER PRIMARY KEY REFERENCES experiment (id) ON DELETE CASCADE,
    deleted TEXT NOT NULL
);
CREATE TABLE channel (
    id INTEGER PRIMARY KEY,
    family TEXT NOT NULL,
    key TEXT NOT NULL,
    kind INTEGER NOT NULL,
    UNIQUE (family, key, kind)
);
INSERT INTO channel VALUES (1, '', 'events', 5);
CREATE TABLE experiment_channel (
    experiment_id INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    main INTEGER,
    declaration TEXT NOT NULL,
    UNIQUE (experiment_id, position)
);
CREATE TABLE problem (
    experiment_id INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    type TEXT NOT NULL,
    settings TEXT NOT NULL,
    UNIQUE (experiment_id, position)
);
CREATE TABLE contestant (
    experiment_id INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    type TEXT NOT NULL,
    settings TEXT NOT NULL,
    colour INTEGER NOT NULL,
    UNIQUE (experiment_id, position)
);
CREATE TABLE axis (
    experiment_id INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    axis_values TEXT NOT NULL,
    UNIQUE (experiment_id, position)
);
CREATE TABLE cell (
    experiment_id INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    problem INTEGER NOT NULL,
    contestant INTEGER NOT NULL,
    coordinates TEXT NOT NULL,
    budget INTEGER NOT NULL,
    problem_revision INTEGER NOT NULL,
    algorithm_revision INTEGER NOT NULL,
    UNIQUE (experiment_id, position)
);
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL,
    lineage TEXT NOT NULL,
    seed INTEGER NOT NULL,
    status INTEGER NOT NULL,
    step INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL DEFAULT '',
    thinned INTEGER NOT NULL DEFAULT 0,
    problem_revision INTEGER NOT NULL,
    algorithm_revision INTEGER NOT NULL,
    build TEXT NOT NULL DEFAULT '',
    host TEXT NOT NULL DEFAULT '',
    machine_class TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL,
    started TEXT,
    ended TEXT,
    stale TEXT,
    superseded_by INTEGER REFERENCES run (id) ON DELETE SET NULL
);
CREATE INDEX run_by_identity ON run (identity, status);
CREATE INDEX run_by_lineage ON run (lineage);
CREATE INDEX run_by_successor ON run (superseded_by);
CREATE TABLE experiment_run (
    experiment_id INTEGER NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    cell INTEGER NOT NULL,
    run_id INTEGER NOT NULL REFERENCES run (id),
    reused INTEGER NOT NULL DEFAULT 0,
    UNIQUE (experiment_id, position)
);
CREATE INDEX experiment_run_by_run ON experiment_run (run_id);
CREATE TABLE label (
    run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    names TEXT NOT NULL,
    UNIQUE (run_id, channel_id)
);
CREATE TABLE chunk (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    position INTEGER NOT NULL,
    first_step INTEGER NOT NULL,
    last_step INTEGER NOT NULL,
    stride INTEGER NOT NULL,
    count INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (run_id, channel_id, position)
);
CREATE TABLE summary (
    run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    count INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    first REAL,
    last REAL,
    last_step INTEGER NOT NULL,
    minimum REAL,
    minimum_step INTEGER,
    maximum REAL,
    maximum_step INTEGER,
    best REAL,
    best_step INTEGER,
    mean_of_tail REAL,
    UNIQUE (run_id, channel_id)
);
CREATE TABLE figure (
    id INTEGER PRIMARY KEY,
    experiment_id INTEGER REFERENCES experiment (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    model TEXT NOT NULL
);
CREATE INDEX figure_by_experiment ON figure (experiment_id);
)sql";

} // namespace agon::storage::migrations
