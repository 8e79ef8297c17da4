-- +goose Up
-- What lists show of a procedure and sort it by, so that none reads a record.
-- Opening the store fills in what is missing.
CREATE TABLE procedure_rows (
	code     TEXT PRIMARY KEY REFERENCES procedures (code),
	levels   TEXT NOT NULL, -- with commas between
	decision TEXT NOT NULL,
	letter   TEXT NOT NULL, -- the first of the name in the Vietnamese alphabet, '#' for digits
	sort_key BLOB NOT NULL  -- of the name in that alphabet
) STRICT, WITHOUT ROWID;
CREATE INDEX procedure_rows_letter ON procedure_rows (letter, sort_key);

CREATE TABLE procedure_levels (
	code  TEXT NOT NULL REFERENCES procedures (code),
	level TEXT NOT NULL,
	PRIMARY KEY (code, level)
) STRICT, WITHOUT ROWID;
CREATE INDEX procedure_levels_level ON procedure_levels (level);

CREATE TABLE audiences (
	id   INTEGER PRIMARY KEY,
	key  TEXT NOT NULL UNIQUE,
	slug TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL
) STRICT;

CREATE TABLE procedure_audiences (
	code        TEXT NOT NULL REFERENCES procedures (code),
	audience_id INTEGER NOT NULL REFERENCES audiences (id),
	PRIMARY KEY (code, audience_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX procedure_audiences_audience ON procedure_audiences (audience_id);

-- Counting and listing read these alone, never the rows with their records.
CREATE INDEX procedures_listed ON procedures (visibility, code, name, status, field_id);
DROP INDEX procedures_field;
CREATE INDEX procedures_field ON procedures (field_id, visibility, name, code, status);
DROP INDEX procedures_agency;
CREATE INDEX procedures_agency ON procedures (agency_id, visibility, name, code, status, field_id);

-- Administrative units since 1 July 2025.
CREATE TABLE units (
	code          TEXT PRIMARY KEY,
	type          TEXT NOT NULL,
	name          TEXT NOT NULL,
	english       TEXT NOT NULL,
	province_code TEXT NOT NULL,
	province      TEXT NOT NULL,
	merged        TEXT NOT NULL, -- JSON
	sample        INTEGER NOT NULL CHECK (sample IN (0, 1)),
	changed_at    TEXT NOT NULL
) STRICT;
CREATE INDEX units_province ON units (province_code);

-- Every name that leads to a unit: its own, those of the units it was made of,
-- and those of the former districts as far as these are told.
CREATE TABLE unit_names (
	fold TEXT NOT NULL, -- the folded words of the name without its type, with dashes between
	code TEXT NOT NULL REFERENCES units (code) ON DELETE CASCADE,
	PRIMARY KEY (fold, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_names_code ON unit_names (code);
