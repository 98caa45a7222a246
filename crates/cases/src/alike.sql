CREATE TABLE cases_fingerprint (
    token TEXT NOT NULL,
    matter TEXT NOT NULL,
    organisation TEXT NOT NULL,
    PRIMARY KEY (token, matter)
);
CREATE INDEX cases_fingerprint_matter ON cases_fingerprint (matter);
