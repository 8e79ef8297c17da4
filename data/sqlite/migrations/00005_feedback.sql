-- +goose Up
-- What readers answered when asked whether a page helped: counts, and nothing
-- of who answered.
CREATE TABLE feedback (
	day    TEXT NOT NULL,
	kind   TEXT NOT NULL,
	key    TEXT NOT NULL,
	answer TEXT NOT NULL,
	count  INTEGER NOT NULL,
	PRIMARY KEY (day, kind, key, answer)
) STRICT, WITHOUT ROWID;
