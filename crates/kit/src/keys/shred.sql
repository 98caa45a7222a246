CREATE TABLE kit_shred (
    matter TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    done BIGINT NOT NULL
);
