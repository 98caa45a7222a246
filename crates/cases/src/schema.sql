CREATE TABLE cases_intake (
    report TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    urgency BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    case_id TEXT
);
CREATE INDEX cases_intake_queue ON cases_intake (organisation, state, urgency, received_at, report);
CREATE TABLE cases_kept_from (
    matter TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (matter, account)
);
CREATE TABLE cases_case (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    reference TEXT NOT NULL,
    harm TEXT NOT NULL,
    urgency BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    started_at BIGINT,
    due_at BIGINT
);
CREATE INDEX cases_case_list ON cases_case (organisation, closed, urgency, opened_at, id);
CREATE INDEX cases_case_due ON cases_case (closed, due_at);
CREATE TABLE cases_team (
    case_id TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (case_id, account)
);
