CREATE TABLE kit_service (
    id BIGINT PRIMARY KEY,
    wrapped TEXT NOT NULL
);
CREATE TABLE kit_holder (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    public TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX kit_holder_name ON kit_holder (name, epoch);
CREATE TABLE kit_wrap (
    holder TEXT NOT NULL REFERENCES kit_holder (id),
    wrapped_by TEXT NOT NULL,
    wrapped TEXT NOT NULL,
    PRIMARY KEY (holder, wrapped_by)
);
CREATE INDEX kit_wrap_by ON kit_wrap (wrapped_by);
CREATE TABLE kit_seal (
    matter TEXT NOT NULL,
    holder TEXT NOT NULL,
    sealed TEXT NOT NULL,
    PRIMARY KEY (matter, holder)
);
CREATE TABLE kit_never (
    matter TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (matter, account)
);
CREATE TABLE kit_glass (
    matter TEXT NOT NULL,
    account TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (matter, account)
);
CREATE TABLE kit_hold (
    matter TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    why TEXT NOT NULL
);
