-- Which assessments and which records of interference there are, and to what they belong. What is in them is in the journal, sealed.
-- Of a record of interference, the matter and from whom it is kept are digests keyed by the node: the store alone tells neither.
CREATE TABLE duty_assessment (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL
);
CREATE INDEX duty_assessment_case ON duty_assessment (case_id);
CREATE TABLE duty_interference (
    id TEXT PRIMARY KEY,
    matter TEXT NOT NULL
);
CREATE INDEX duty_interference_matter ON duty_interference (matter);
CREATE TABLE duty_kept_from (
    interference TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (interference, account)
);
