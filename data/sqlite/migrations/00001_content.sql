-- +goose Up
-- What the store knows of itself: a name of its own, and the newest step of the
-- change sequence that every content row takes its seq from.
CREATE TABLE store (
	id   INTEGER PRIMARY KEY CHECK (id = 1),
	uuid TEXT NOT NULL,
	seq  INTEGER NOT NULL
) STRICT;
INSERT INTO store (id, uuid, seq) VALUES (1, lower(hex(randomblob(16))), 0);

-- Fields and agencies are known by the canonical words of their names, so that
-- "Ủy ban" and "Uỷ ban" are one.
CREATE TABLE fields (
	id   INTEGER PRIMARY KEY,
	key  TEXT NOT NULL UNIQUE,
	slug TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL
) STRICT;

CREATE TABLE agencies (
	id   INTEGER PRIMARY KEY,
	key  TEXT NOT NULL UNIQUE,
	slug TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL
) STRICT;

-- record is the whole data.Procedure as JSON; the other columns are what is
-- asked for by itself.
CREATE TABLE procedures (
	code        TEXT PRIMARY KEY,
	seq         INTEGER NOT NULL UNIQUE,
	name        TEXT NOT NULL,
	field_id    INTEGER REFERENCES fields (id),
	agency_id   INTEGER REFERENCES agencies (id),
	status      TEXT NOT NULL CHECK (status IN ('active', 'repealed')),
	replaced_by TEXT NOT NULL,
	sample      INTEGER NOT NULL CHECK (sample IN (0, 1)),
	visibility  TEXT NOT NULL CHECK (visibility IN ('shown', 'hidden', 'removed')),
	record      TEXT NOT NULL,
	changed_at  TEXT NOT NULL
) STRICT;
CREATE INDEX procedures_field ON procedures (field_id);
CREATE INDEX procedures_agency ON procedures (agency_id);
CREATE INDEX procedures_sample ON procedures (visibility) WHERE sample = 1;

CREATE TABLE procedure_aliases (
	alias TEXT PRIMARY KEY,
	code  TEXT NOT NULL REFERENCES procedures (code)
) STRICT;

CREATE TABLE procedure_versions (
	code       TEXT NOT NULL REFERENCES procedures (code),
	seq        INTEGER NOT NULL,
	record     TEXT NOT NULL,
	changed_at TEXT NOT NULL,
	PRIMARY KEY (code, seq)
) STRICT;

CREATE TABLE articles (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	source     TEXT NOT NULL,
	source_id  TEXT NOT NULL,
	seq        INTEGER NOT NULL UNIQUE,
	category   TEXT NOT NULL,
	published  INTEGER NOT NULL, -- Unix seconds; 0 is unknown
	sample     INTEGER NOT NULL CHECK (sample IN (0, 1)),
	visibility TEXT NOT NULL CHECK (visibility IN ('shown', 'hidden', 'removed')),
	record     TEXT NOT NULL,
	changed_at TEXT NOT NULL,
	UNIQUE (source, source_id)
) STRICT;
CREATE INDEX articles_latest ON articles (visibility, published DESC, id DESC);
CREATE INDEX articles_category ON articles (visibility, category, published DESC, id DESC);
CREATE INDEX articles_sample ON articles (visibility) WHERE sample = 1;

CREATE TABLE article_versions (
	id         INTEGER NOT NULL REFERENCES articles (id),
	seq        INTEGER NOT NULL,
	record     TEXT NOT NULL,
	changed_at TEXT NOT NULL,
	PRIMARY KEY (id, seq)
) STRICT;

-- A printed code is for ever: rows are never deleted and never change target
-- kind silently.
CREATE TABLE links (
	code       TEXT PRIMARY KEY,
	kind       TEXT NOT NULL CHECK (kind IN ('procedure', 'article')),
	key        TEXT NOT NULL,
	created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX links_target ON links (kind, key);

CREATE TABLE scans (
	code  TEXT NOT NULL REFERENCES links (code),
	day   TEXT NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (code, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE views (
	kind  TEXT NOT NULL,
	key   TEXT NOT NULL,
	day   TEXT NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (kind, key, day)
) STRICT, WITHOUT ROWID;
