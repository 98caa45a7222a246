CREATE TABLE accounts_organisation (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    agency TEXT NOT NULL,
    nation TEXT NOT NULL,
    area TEXT,
    code TEXT NOT NULL UNIQUE
);
CREATE TABLE accounts_account (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES accounts_organisation (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    roles TEXT NOT NULL,
    lang TEXT NOT NULL,
    active BIGINT NOT NULL,
    password TEXT,
    made_at BIGINT NOT NULL
);
CREATE INDEX accounts_account_organisation ON accounts_account (organisation, name);
CREATE TABLE accounts_invitation (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    organisation TEXT NOT NULL REFERENCES accounts_organisation (id),
    email TEXT NOT NULL,
    roles TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX accounts_invitation_organisation ON accounts_invitation (organisation);
CREATE TABLE accounts_session (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX accounts_session_account ON accounts_session (account);
CREATE TABLE accounts_attempt (
    email TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);
