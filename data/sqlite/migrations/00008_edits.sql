-- +goose Up
-- Records that staff changed, with what their source says of them. The record
-- that is shown is that with the overrides put over it; where there is no row
-- here, the record is the source's as it came.
CREATE TABLE edited (
	kind   TEXT NOT NULL CHECK (kind IN ('procedure', 'article')),
	key    TEXT NOT NULL, -- a code; an article's number
	source TEXT NOT NULL, -- the record as last imported; '{}': no source has it
	hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)), -- by staff; imports leave it so
	PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- A field as staff have it. Values are JSON, 'null' for an empty field.
CREATE TABLE overrides (
	kind     TEXT NOT NULL,
	key      TEXT NOT NULL,
	field    TEXT NOT NULL, -- as in the record
	value    TEXT NOT NULL,
	base     TEXT NOT NULL, -- what the source said when it was made
	rival    TEXT,          -- another value that came since; NULL: none, or staff have decided
	rival_by TEXT NOT NULL, -- who brought it; '' is the source
	who      TEXT NOT NULL,
	at       TEXT NOT NULL,
	PRIMARY KEY (kind, key, field),
	FOREIGN KEY (kind, key) REFERENCES edited (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX overrides_rival ON overrides (at) WHERE rival IS NOT NULL;

-- What somebody has typed and not published. A record not published yet has no
-- key.
CREATE TABLE drafts (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	kind     TEXT NOT NULL CHECK (kind IN ('procedure', 'article')),
	key      TEXT NOT NULL,
	author   TEXT NOT NULL,
	agency   TEXT NOT NULL, -- slug of the agency that a new record is for
	title    TEXT NOT NULL,
	base     INTEGER NOT NULL, -- seq of the record it was made from
	form     TEXT NOT NULL, -- JSON, as it was typed
	saved_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX drafts_author ON drafts (kind, key, author) WHERE key <> '';

-- Changes that take effect on a day.
CREATE TABLE scheduled (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	kind       TEXT NOT NULL CHECK (kind IN ('procedure', 'article')),
	key        TEXT NOT NULL, -- '': an article that does not exist yet
	title      TEXT NOT NULL,
	action     TEXT NOT NULL,
	day        TEXT NOT NULL,
	was        TEXT NOT NULL, -- JSON: the fields as they were when it was decided
	fields     TEXT NOT NULL, -- JSON: the fields as they shall be
	who        TEXT NOT NULL,
	note       TEXT NOT NULL,
	created_at TEXT NOT NULL,
	state      TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'withdrawn')),
	state_at   TEXT NOT NULL
) STRICT;
CREATE INDEX scheduled_waiting ON scheduled (day, id) WHERE state = 'waiting';
