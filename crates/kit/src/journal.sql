CREATE TABLE kit_journal (
    position IDENTITY,
    entry TEXT NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    why TEXT,
    body TEXT NOT NULL,
    UNIQUE (stream, version)
);
CREATE TABLE kit_reading (
    id IDENTITY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    stream TEXT NOT NULL,
    page TEXT NOT NULL
);
CREATE INDEX kit_reading_stream ON kit_reading (stream, id);
CREATE TABLE kit_outbox (
    id IDENTITY,
    at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    sent_at BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX kit_outbox_due ON kit_outbox (sent_at, not_before);
CREATE TABLE kit_job (
    name TEXT PRIMARY KEY,
    due_at BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL DEFAULT 0
);
-- only sqlite
CREATE TRIGGER kit_journal_no_update BEFORE UPDATE ON kit_journal
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;
CREATE TRIGGER kit_journal_no_delete BEFORE DELETE ON kit_journal
BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END;
CREATE TRIGGER kit_reading_no_update BEFORE UPDATE ON kit_reading
BEGIN SELECT RAISE(ABORT, 'the record of readings is only ever added to'); END;
CREATE TRIGGER kit_reading_no_delete BEFORE DELETE ON kit_reading
BEGIN SELECT RAISE(ABORT, 'the record of readings is only ever added to'); END;
-- end
-- only postgres
CREATE FUNCTION kit_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$;
CREATE TRIGGER kit_journal_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON kit_journal
FOR EACH STATEMENT EXECUTE FUNCTION kit_only_added();
CREATE TRIGGER kit_reading_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON kit_reading
FOR EACH STATEMENT EXECUTE FUNCTION kit_only_added();
-- end
