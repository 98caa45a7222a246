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
