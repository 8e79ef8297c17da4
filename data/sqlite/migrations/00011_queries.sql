-- +goose Up
-- All searches by day, whatever was looked for.
CREATE TABLE search_days (
	day      TEXT PRIMARY KEY,
	uses     INTEGER NOT NULL,
	none     INTEGER NOT NULL,
	possible INTEGER NOT NULL,
	untapped INTEGER NOT NULL,
	late     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The one week whose rare queries are counted, and the key they are counted by.
-- Both die when another week comes.
CREATE TABLE query_week (
	only INTEGER PRIMARY KEY CHECK (only = 1),
	week TEXT NOT NULL, -- "2026-W48"
	key  BLOB NOT NULL
) STRICT;

CREATE TABLE rare_queries (
	id       INTEGER PRIMARY KEY,
	hash     BLOB NOT NULL, -- HMAC-SHA256 of the masked text with the key of the week
	day      TEXT NOT NULL,
	uses     INTEGER NOT NULL,
	none     INTEGER NOT NULL,
	possible INTEGER NOT NULL,
	untapped INTEGER NOT NULL,
	late     INTEGER NOT NULL,
	UNIQUE (hash, day)
) STRICT;

-- Masked texts that were looked for often enough in one week to be known.
CREATE TABLE queries (
	id   INTEGER PRIMARY KEY,
	text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE query_days (
	query_id INTEGER NOT NULL REFERENCES queries (id),
	day      TEXT NOT NULL,
	uses     INTEGER NOT NULL,
	none     INTEGER NOT NULL,
	possible INTEGER NOT NULL,
	untapped INTEGER NOT NULL,
	late     INTEGER NOT NULL,
	PRIMARY KEY (query_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX query_days_day ON query_days (day);

-- What was counted by day more than thirteen months ago.
CREATE TABLE query_months (
	query_id INTEGER NOT NULL REFERENCES queries (id),
	month    TEXT NOT NULL, -- "2026-11"
	uses     INTEGER NOT NULL,
	none     INTEGER NOT NULL,
	possible INTEGER NOT NULL,
	untapped INTEGER NOT NULL,
	late     INTEGER NOT NULL,
	PRIMARY KEY (query_id, month)
) STRICT, WITHOUT ROWID;

-- Queries that staff have looked at, with how often they had had the need by
-- then: they rest until it is more.
CREATE TABLE query_reviews (
	query_id INTEGER NOT NULL REFERENCES queries (id),
	need     TEXT NOT NULL CHECK (need IN ('none', 'untapped', 'late')),
	seen     INTEGER NOT NULL,
	PRIMARY KEY (query_id, need)
) STRICT, WITHOUT ROWID;

-- Views of a page by those who opened a code, by the page that the code led to
-- on that day.
CREATE TABLE code_views (
	code  TEXT NOT NULL REFERENCES links (code),
	kind  TEXT NOT NULL,
	key   TEXT NOT NULL,
	day   TEXT NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (code, kind, key, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_views_target ON code_views (kind, key, day);
