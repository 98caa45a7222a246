CREATE TABLE cases_selector (
    token TEXT NOT NULL,
    matter TEXT NOT NULL,
    organisation TEXT NOT NULL,
    PRIMARY KEY (token, matter)
);
CREATE INDEX cases_selector_matter ON cases_selector (matter);
