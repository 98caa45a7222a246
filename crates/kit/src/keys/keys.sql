CREATE TABLE kit_service (
    id BIGINT PRIMARY KEY,
    wrapped TEXT NOT NULL
);
CREATE TABLE kit_holder (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    public TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX kit_holder_name ON kit_holder (name, epoch);
CREATE TABLE kit_wrap (
    holder TEXT NOT NULL REFERENCES kit_holder (id),
    wrapped_by TEXT NOT NULL,
    wrapped TEXT NOT NULL,
    PRIMARY KEY (holder, wrapped_by)
);
CREATE INDEX kit_wrap_by ON kit_wrap (wrapped_by);
CREATE TABLE kit_envelope (
    id TEXT PRIMARY KEY,
    holder TEXT NOT NULL REFERENCES kit_holder (id),
    sealed TEXT NOT NULL
);
CREATE TABLE kit_seal (
    matter TEXT NOT NULL,
    holder TEXT NOT NULL,
    envelope TEXT REFERENCES kit_envelope (id),
    sealed TEXT NOT NULL,
    PRIMARY KEY (matter, holder)
);
CREATE TABLE kit_never (
    matter TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (matter, account)
);
CREATE TABLE kit_glass (
    matter TEXT NOT NULL,
    account TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (matter, account)
);
-- While the row is there, its seal cannot go; so no matter that is held can be destroyed, whoever tries.
CREATE TABLE kit_hold (
    matter TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    at BIGINT NOT NULL,
    FOREIGN KEY (matter, holder) REFERENCES kit_seal (matter, holder)
);
-- What was destroyed, and must never be sealed to anybody again: such a seal is left out, without a word, since those
-- of others are in the same statement.
CREATE TABLE kit_shredded (
    matter TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);
-- only sqlite
CREATE TRIGGER kit_seal_not_again BEFORE INSERT ON kit_seal
WHEN EXISTS (SELECT 1 FROM kit_shredded WHERE matter = NEW.matter)
BEGIN SELECT RAISE(IGNORE); END;
-- end
-- only postgres
CREATE FUNCTION kit_seal_not_again() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT 1 FROM kit_shredded WHERE matter = NEW.matter) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kit_seal_not_again BEFORE INSERT ON kit_seal
FOR EACH ROW EXECUTE FUNCTION kit_seal_not_again();
-- end
