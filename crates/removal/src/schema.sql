-- A list of hashes and its limits.
CREATE TABLE removal_list (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    near_max BIGINT NOT NULL,
    quality_min BIGINT NOT NULL,
    is_on BIGINT NOT NULL,
    flood BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
-- An entry of a list: one picture or video. Its hashes are sealed. Of whose request it is, there is a keyed digest. The
-- turn is that of its last change: a transaction waits for the turn before it, so turns are seen in their order.
CREATE TABLE removal_entry (
    id TEXT PRIMARY KEY,
    list TEXT NOT NULL REFERENCES removal_list (id),
    request TEXT,
    medium TEXT NOT NULL,
    category TEXT NOT NULL,
    confidence TEXT NOT NULL,
    prints TEXT NOT NULL,
    provenance TEXT NOT NULL,
    standing TEXT NOT NULL,
    turn BIGINT NOT NULL,
    listed_at BIGINT NOT NULL
);
CREATE INDEX removal_entry_turn ON removal_entry (turn, id);
CREATE INDEX removal_entry_request ON removal_entry (request);
CREATE INDEX removal_entry_list ON removal_entry (list, standing);
CREATE TABLE removal_turn (
    only_one BIGINT PRIMARY KEY,
    last_turn BIGINT NOT NULL
);
-- What a platform told last of an entry.
CREATE TABLE removal_feedback (
    entry TEXT NOT NULL REFERENCES removal_entry (id),
    platform TEXT NOT NULL,
    outcome TEXT NOT NULL,
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    overruled BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (entry, platform)
);
-- How often an entry was found on a day.
CREATE TABLE removal_found (
    entry TEXT NOT NULL,
    day TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (entry, day)
);
-- How much a platform asked with one of its keys on a day.
CREATE TABLE removal_use (
    platform TEXT NOT NULL,
    token TEXT NOT NULL,
    act TEXT NOT NULL,
    day TEXT NOT NULL,
    requests BIGINT NOT NULL,
    hashes BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (platform, token, act, day)
);
-- How far a platform has pulled.
CREATE TABLE removal_pull (
    platform TEXT PRIMARY KEY,
    turn BIGINT NOT NULL,
    at BIGINT NOT NULL
);
