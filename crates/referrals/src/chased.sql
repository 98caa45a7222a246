-- What a reminder says and to whom, so that it needs no key of the referral.
ALTER TABLE referrals_referral ADD COLUMN recipient_email TEXT;
ALTER TABLE referrals_referral ADD COLUMN reminders BIGINT;
