CREATE TABLE removal_code (
    request TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    bearer TEXT NOT NULL
);
CREATE TABLE removal_visit (
    digest TEXT PRIMARY KEY,
    request TEXT NOT NULL REFERENCES removal_code (request),
    bearer TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
