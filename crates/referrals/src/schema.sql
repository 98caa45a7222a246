CREATE TABLE referrals_referral (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation TEXT NOT NULL,
    recipient TEXT,
    recipient_name TEXT NOT NULL,
    case_id TEXT NOT NULL,
    urgency BIGINT NOT NULL,
    standing TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    due_at BIGINT
);
CREATE INDEX referrals_referral_from ON referrals_referral (organisation, changed_at);
CREATE INDEX referrals_referral_to ON referrals_referral (recipient, changed_at);
CREATE INDEX referrals_referral_due ON referrals_referral (due_at);
CREATE TABLE referrals_kept_from (
    referral TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (referral, account)
);
CREATE TABLE referrals_link (
    digest TEXT PRIMARY KEY,
    referral TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE TABLE referrals_visit (
    digest TEXT PRIMARY KEY,
    referral TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
