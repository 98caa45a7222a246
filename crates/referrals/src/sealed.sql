ALTER TABLE referrals_link ADD COLUMN bearer TEXT;
ALTER TABLE referrals_visit ADD COLUMN bearer TEXT;
