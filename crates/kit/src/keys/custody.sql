-- How the keys are looked after: the pair that exists in three shares only, and when that was last rehearsed.
CREATE TABLE kit_custody (
    id BIGINT PRIMARY KEY,
    recovery TEXT NOT NULL REFERENCES kit_holder (id),
    made_at BIGINT NOT NULL,
    drilled_at BIGINT
);
