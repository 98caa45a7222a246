CREATE TABLE kit_leaf (
    position BIGINT PRIMARY KEY,
    salt TEXT NOT NULL,
    commitment TEXT NOT NULL,
    leaf BIGINT
);
CREATE UNIQUE INDEX kit_leaf_place ON kit_leaf (leaf);
CREATE INDEX kit_leaf_new ON kit_leaf (position) WHERE leaf IS NULL;
CREATE TABLE kit_log (
    id BIGINT PRIMARY KEY,
    size BIGINT NOT NULL
);
