-- 0001_kit_journal
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

-- 0002_accounts
CREATE TABLE accounts_organisation (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    agency TEXT NOT NULL,
    nation TEXT NOT NULL,
    area TEXT,
    code TEXT NOT NULL UNIQUE
);
CREATE TABLE accounts_account (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL REFERENCES accounts_organisation (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    roles TEXT NOT NULL,
    lang TEXT NOT NULL,
    active BIGINT NOT NULL,
    password TEXT,
    made_at BIGINT NOT NULL
);
CREATE INDEX accounts_account_organisation ON accounts_account (organisation, name);
CREATE TABLE accounts_invitation (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    organisation TEXT NOT NULL REFERENCES accounts_organisation (id),
    email TEXT NOT NULL,
    roles TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX accounts_invitation_organisation ON accounts_invitation (organisation);
CREATE TABLE accounts_session (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX accounts_session_account ON accounts_session (account);
CREATE TABLE accounts_attempt (
    email TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);

-- 0003_reports
CREATE TABLE reports_report (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    organisation TEXT NOT NULL,
    reporter TEXT,
    received_at BIGINT NOT NULL,
    progress TEXT NOT NULL,
    code TEXT UNIQUE
);
CREATE INDEX reports_report_reporter ON reports_report (reporter, received_at);
CREATE TABLE reports_file (
    file TEXT PRIMARY KEY,
    report TEXT NOT NULL REFERENCES reports_report (id)
);
CREATE TABLE reports_draft (
    digest TEXT PRIMARY KEY,
    answers TEXT NOT NULL,
    lang TEXT NOT NULL,
    account TEXT,
    expires_at BIGINT NOT NULL,
    code TEXT UNIQUE,
    sent_as TEXT
);
CREATE INDEX reports_draft_expires ON reports_draft (expires_at);
CREATE TABLE reports_upload (
    file TEXT PRIMARY KEY,
    draft TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX reports_upload_draft ON reports_upload (draft, at);
CREATE TABLE reports_visit (
    digest TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- 0004_cases
CREATE TABLE cases_intake (
    report TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    urgency BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    case_id TEXT
);
CREATE INDEX cases_intake_queue ON cases_intake (organisation, state, urgency, received_at, report);
CREATE TABLE cases_kept_from (
    matter TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (matter, account)
);
CREATE TABLE cases_case (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    reference TEXT NOT NULL,
    harm TEXT NOT NULL,
    urgency BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    started_at BIGINT,
    due_at BIGINT
);
CREATE INDEX cases_case_list ON cases_case (organisation, closed, urgency, opened_at, id);
CREATE INDEX cases_case_due ON cases_case (closed, due_at);
CREATE TABLE cases_team (
    case_id TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (case_id, account)
);

-- 0005_referrals
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

-- 0006_cases_referral
CREATE TABLE cases_referral (
    referral TEXT PRIMARY KEY,
    case_id TEXT NOT NULL
);
CREATE INDEX cases_referral_case ON cases_referral (case_id, referral);

-- 0007_kit_once
CREATE TABLE kit_once (
        key TEXT PRIMARY KEY,
        request TEXT NOT NULL,
        status BIGINT NOT NULL,
        body TEXT NOT NULL,
        at BIGINT NOT NULL
    );
    CREATE INDEX kit_once_at ON kit_once (at);

-- 0008_accounts_token
CREATE TABLE accounts_token (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX accounts_token_account ON accounts_token (account);

-- 0009_accounts_proofs
ALTER TABLE accounts_account ADD COLUMN second_factor TEXT;
CREATE TABLE accounts_recovery (
    digest TEXT PRIMARY KEY,
    account TEXT NOT NULL
);
CREATE INDEX accounts_recovery_account ON accounts_recovery (account);
CREATE TABLE accounts_passkey (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    credential TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX accounts_passkey_account ON accounts_passkey (account);
CREATE TABLE accounts_ceremony (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX accounts_ceremony_about ON accounts_ceremony (kind, about);
CREATE TABLE accounts_registration (
    id TEXT PRIMARY KEY,
    asked TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    decided_at BIGINT
);

-- 0010_kit_log
CREATE TABLE kit_leaf (
    position BIGINT PRIMARY KEY,
    salt TEXT NOT NULL,
    commitment TEXT NOT NULL,
    leaf BIGINT
);
CREATE UNIQUE INDEX kit_leaf_place ON kit_leaf (leaf);
CREATE INDEX kit_leaf_new ON kit_leaf (position) WHERE leaf IS NULL;
CREATE TABLE kit_log (
    id BIGINT PRIMARY KEY,
    size BIGINT NOT NULL
);

-- 0011_kit_once_entry
ALTER TABLE kit_once ADD COLUMN entry TEXT;

-- 0012_kit_log_sealed
ALTER TABLE kit_leaf ADD COLUMN tenant TEXT;
ALTER TABLE kit_leaf ADD COLUMN sent TEXT;

-- 0013_accounts_sealed
ALTER TABLE accounts_account ADD COLUMN sealed_email TEXT;

-- 0014_reports_sealed
ALTER TABLE reports_report ADD COLUMN bearer TEXT;
ALTER TABLE reports_visit ADD COLUMN bearer TEXT;
ALTER TABLE reports_draft ADD COLUMN wrapped TEXT;
ALTER TABLE reports_draft ADD COLUMN code_wrapped TEXT;
ALTER TABLE reports_upload DROP COLUMN name;
ALTER TABLE reports_upload DROP COLUMN kind;
ALTER TABLE reports_upload DROP COLUMN size_bytes;
ALTER TABLE reports_upload DROP COLUMN sha256;
ALTER TABLE reports_upload ADD COLUMN sealed TEXT;

-- 0015_cases_glass
CREATE TABLE cases_glass (
    case_id TEXT NOT NULL,
    account TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (case_id, account)
);

-- 0016_referrals_sealed
ALTER TABLE referrals_link ADD COLUMN bearer TEXT;
ALTER TABLE referrals_visit ADD COLUMN bearer TEXT;

-- 0017_kit_shred
CREATE TABLE kit_shred (
    matter TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    done BIGINT NOT NULL
);

-- 0018_kit_entry
-- An entry and what it is committed with are written with one statement: every report waits for the writer, and each
-- statement more makes all of them wait longer.
CREATE VIEW kit_entry AS
SELECT j.entry, j.at, j.stream, j.version, j.kind, j.actor, j.body, l.salt, l.commitment, l.tenant, l.sent
FROM kit_journal j JOIN kit_leaf l ON l.position = j.position;
-- only sqlite
CREATE TRIGGER kit_entry_added INSTEAD OF INSERT ON kit_entry BEGIN
    INSERT INTO kit_journal (entry, at, stream, version, kind, actor, body)
    VALUES (NEW.entry, NEW.at, NEW.stream, NEW.version, NEW.kind, NEW.actor, NEW.body);
    INSERT INTO kit_leaf (position, salt, commitment, tenant, sent)
    VALUES (last_insert_rowid(), NEW.salt, NEW.commitment, NEW.tenant, NEW.sent);
END;
-- end
-- only postgres
CREATE FUNCTION kit_entry_added() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE placed BIGINT; BEGIN
    INSERT INTO kit_journal (entry, at, stream, version, kind, actor, body)
    VALUES (NEW.entry, NEW.at, NEW.stream, NEW.version, NEW.kind, NEW.actor, NEW.body)
    RETURNING position INTO placed;
    INSERT INTO kit_leaf (position, salt, commitment, tenant, sent)
    VALUES (placed, NEW.salt, NEW.commitment, NEW.tenant, NEW.sent);
    RETURN NEW;
END $$;
CREATE TRIGGER kit_entry_added INSTEAD OF INSERT ON kit_entry
FOR EACH ROW EXECUTE FUNCTION kit_entry_added();
-- end

-- 0019_cases_selector
CREATE TABLE cases_selector (
    token TEXT NOT NULL,
    matter TEXT NOT NULL,
    organisation TEXT NOT NULL,
    PRIMARY KEY (token, matter)
);
CREATE INDEX cases_selector_matter ON cases_selector (matter);

-- 0020_cases_clock
-- The clocks that run, so that a warning needs no key of the case. `warned`: 0 nobody, 1 that it is amber, 2 that it is overdue.
CREATE TABLE cases_clock (
    clock TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    warned BIGINT NOT NULL
);
CREATE INDEX cases_clock_case ON cases_clock (case_id);

-- 0021_referrals_chased
-- What a reminder says and to whom, so that it needs no key of the referral.
ALTER TABLE referrals_referral ADD COLUMN recipient_email TEXT;
ALTER TABLE referrals_referral ADD COLUMN reminders BIGINT;

-- 0024_duty
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

-- 0026_cases_fingerprint
CREATE TABLE cases_fingerprint (
    token TEXT NOT NULL,
    matter TEXT NOT NULL,
    organisation TEXT NOT NULL,
    PRIMARY KEY (token, matter)
);
CREATE INDEX cases_fingerprint_matter ON cases_fingerprint (matter);

-- 0027_cases_announced
-- Of which reports the leads were told, and how urgent those were then; told again when one becomes more urgent.
CREATE TABLE cases_announced (
    report TEXT PRIMARY KEY,
    urgency BIGINT NOT NULL
);
CREATE INDEX cases_intake_waiting ON cases_intake (urgency) WHERE state = 'waiting';

-- 0030_removal
-- A list of hashes and its limits.
CREATE TABLE removal_list (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    near_max BIGINT NOT NULL,
    quality_min BIGINT NOT NULL,
    is_on BIGINT NOT NULL,
    flood BIGINT NOT NULL,
    made_at BIGINT NOT NULL
);
-- An entry of a list: one picture or video. Its hashes are sealed. Of whose request it is, there is a keyed digest. The
-- turn is that of its last change: a transaction waits for the turn before it, so turns are seen in their order.
CREATE TABLE removal_entry (
    id TEXT PRIMARY KEY,
    list TEXT NOT NULL REFERENCES removal_list (id),
    request TEXT,
    medium TEXT NOT NULL,
    category TEXT NOT NULL,
    confidence TEXT NOT NULL,
    prints TEXT NOT NULL,
    provenance TEXT NOT NULL,
    standing TEXT NOT NULL,
    turn BIGINT NOT NULL,
    listed_at BIGINT NOT NULL
);
CREATE INDEX removal_entry_turn ON removal_entry (turn, id);
CREATE INDEX removal_entry_request ON removal_entry (request);
CREATE INDEX removal_entry_list ON removal_entry (list, standing);
CREATE TABLE removal_turn (
    only_one BIGINT PRIMARY KEY,
    last_turn BIGINT NOT NULL
);
-- What a platform told last of an entry.
CREATE TABLE removal_feedback (
    entry TEXT NOT NULL REFERENCES removal_entry (id),
    platform TEXT NOT NULL,
    outcome TEXT NOT NULL,
    ground TEXT NOT NULL,
    words TEXT NOT NULL,
    overruled BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (entry, platform)
);
-- How often an entry was found on a day.
CREATE TABLE removal_found (
    entry TEXT NOT NULL,
    day TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (entry, day)
);
-- How much a platform asked with one of its keys on a day.
CREATE TABLE removal_use (
    platform TEXT NOT NULL,
    token TEXT NOT NULL,
    act TEXT NOT NULL,
    day TEXT NOT NULL,
    requests BIGINT NOT NULL,
    hashes BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (platform, token, act, day)
);
-- How far a platform has pulled.
CREATE TABLE removal_pull (
    platform TEXT PRIMARY KEY,
    turn BIGINT NOT NULL,
    at BIGINT NOT NULL
);

-- 0031_removal_young
CREATE TABLE removal_code (
    request TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    bearer TEXT NOT NULL
);
CREATE TABLE removal_visit (
    digest TEXT PRIMARY KEY,
    request TEXT NOT NULL REFERENCES removal_code (request),
    bearer TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
