ALTER TABLE accounts_account ADD COLUMN sealed_email TEXT;
