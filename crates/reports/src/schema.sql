CREATE TABLE reports_report (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation TEXT NOT NULL,
    reporter TEXT,
    received_at BIGINT NOT NULL,
    progress TEXT NOT NULL,
    code TEXT UNIQUE
);
CREATE INDEX reports_report_reporter ON reports_report (reporter, received_at);
CREATE TABLE reports_file (
    file TEXT PRIMARY KEY,
    report TEXT NOT NULL REFERENCES reports_report (id)
);
CREATE TABLE reports_draft (
    digest TEXT PRIMARY KEY,
    answers TEXT NOT NULL,
    lang TEXT NOT NULL,
    account TEXT,
    expires_at BIGINT NOT NULL,
    code TEXT UNIQUE,
    sent_as TEXT
);
CREATE INDEX reports_draft_expires ON reports_draft (expires_at);
CREATE TABLE reports_upload (
    file TEXT PRIMARY KEY,
    draft TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX reports_upload_draft ON reports_upload (draft, at);
CREATE TABLE reports_visit (
    digest TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
