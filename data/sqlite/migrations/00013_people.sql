-- +goose Up
-- A password that somebody else has set is changed at the next sign-in.
ALTER TABLE users ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1));

-- Whether what happened before there was an audit has been brought into it.
ALTER TABLE store ADD COLUMN audited INTEGER NOT NULL DEFAULT 0 CHECK (audited IN (0, 1));
