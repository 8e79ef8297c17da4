-- +goose Up
-- What staff teach the search. seq goes up with every change of rules and
-- switches, so that whoever follows need ask for one number.
CREATE TABLE care_state (
	id  INTEGER PRIMARY KEY CHECK (id = 1),
	seq INTEGER NOT NULL
) STRICT;
INSERT INTO care_state (id, seq) VALUES (1, 0);

CREATE TABLE care_rules (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	kind        TEXT NOT NULL CHECK (kind IN ('synonym', 'bet', 'route', 'suppressed')),
	state       TEXT NOT NULL CHECK (state IN ('proposed', 'live')),
	typed       TEXT NOT NULL,
	typed_key   TEXT NOT NULL, -- folded, for looking through the list
	means       TEXT NOT NULL,
	both        INTEGER NOT NULL CHECK (both IN (0, 1)),
	target_kind TEXT NOT NULL,
	target_key  TEXT NOT NULL,
	title       TEXT NOT NULL,
	reason      TEXT NOT NULL,
	owner       TEXT NOT NULL,
	until       TEXT NOT NULL, -- a day; empty: open
	version     INTEGER NOT NULL,
	changed_at  TEXT NOT NULL,
	changed_by  TEXT NOT NULL
) STRICT;
CREATE INDEX care_rules_kind ON care_rules (kind, typed_key);

-- The parts of the search that are off.
CREATE TABLE care_switches (
	name  TEXT PRIMARY KEY,
	since TEXT NOT NULL,
	who   TEXT NOT NULL,
	note  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Queries with their answers, to try changes on.
CREATE TABLE care_cases (
	id    INTEGER PRIMARY KEY AUTOINCREMENT,
	query TEXT NOT NULL,
	codes TEXT NOT NULL, -- JSON list
	who   TEXT NOT NULL
) STRICT;
