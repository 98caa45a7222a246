ALTER TABLE reports_report ADD COLUMN bearer TEXT;
ALTER TABLE reports_visit ADD COLUMN bearer TEXT;
ALTER TABLE reports_draft ADD COLUMN wrapped TEXT;
ALTER TABLE reports_draft ADD COLUMN code_wrapped TEXT;
ALTER TABLE reports_upload DROP COLUMN name;
ALTER TABLE reports_upload DROP COLUMN kind;
ALTER TABLE reports_upload DROP COLUMN size_bytes;
ALTER TABLE reports_upload DROP COLUMN sha256;
ALTER TABLE reports_upload ADD COLUMN sealed TEXT;
