CREATE TABLE cases_glass (
    case_id TEXT NOT NULL,
    account TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (case_id, account)
);
