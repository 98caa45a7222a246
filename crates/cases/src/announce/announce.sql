-- Of which reports the leads were told, and how urgent those were then; told again when one becomes more urgent.
CREATE TABLE cases_announced (
    report TEXT PRIMARY KEY,
    urgency BIGINT NOT NULL
);
CREATE INDEX cases_intake_waiting ON cases_intake (urgency) WHERE state = 'waiting';
