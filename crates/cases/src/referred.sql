CREATE TABLE cases_referral (
    referral TEXT PRIMARY KEY,
    case_id TEXT NOT NULL
);
CREATE INDEX cases_referral_case ON cases_referral (case_id, referral);
