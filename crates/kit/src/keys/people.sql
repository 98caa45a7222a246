-- Whether what was told opens only while somebody is there who may read it: then the root key wraps no desk's pair.
ALTER TABLE kit_custody ADD COLUMN people BIGINT;
-- Who works at a desk and has no key of it yet: somebody there must let them in.
CREATE TABLE kit_waiting (
    desk TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (desk, account)
);
