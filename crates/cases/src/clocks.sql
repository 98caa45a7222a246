-- The clocks that run, so that a warning needs no key of the case. `warned`: 0 nobody, 1 that it is amber, 2 that it is overdue.
CREATE TABLE cases_clock (
    clock TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    warned BIGINT NOT NULL
);
CREATE INDEX cases_clock_case ON cases_clock (case_id);
