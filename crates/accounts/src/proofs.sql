ALTER TABLE accounts_account ADD COLUMN second_factor TEXT;
CREATE TABLE accounts_recovery (
    digest TEXT PRIMARY KEY,
    account TEXT NOT NULL
);
CREATE INDEX accounts_recovery_account ON accounts_recovery (account);
CREATE TABLE accounts_passkey (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX accounts_passkey_account ON accounts_passkey (account);
CREATE TABLE accounts_ceremony (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX accounts_ceremony_about ON accounts_ceremony (kind, about);
CREATE TABLE accounts_registration (
    id TEXT PRIMARY KEY,
    asked TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    decided_at BIGINT
);
