-- +goose Up
-- The people who run the site. Rows are never deleted: the audit names them.
CREATE TABLE users (
	name        TEXT PRIMARY KEY,
	role        TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'publisher', 'admin')),
	agency_id   INTEGER REFERENCES agencies (id),
	disabled    INTEGER NOT NULL CHECK (disabled IN (0, 1)),
	password    TEXT NOT NULL, -- argon2id, PHC form
	generation  INTEGER NOT NULL,
	totp_secret TEXT NOT NULL,
	totp_used   INTEGER NOT NULL,
	recovery    TEXT NOT NULL, -- JSON list of hashes
	created_at  TEXT NOT NULL
) STRICT;

-- Sessions by the hash of their token.
CREATE TABLE sessions (
	token   TEXT PRIMARY KEY,
	body    BLOB NOT NULL,
	expires INTEGER NOT NULL -- Unix milliseconds
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_expires ON sessions (expires);

-- Every change by whom, from what, to what. Rows are only added; each holds the
-- hash of the one before.
CREATE TABLE audit (
	id     INTEGER PRIMARY KEY AUTOINCREMENT,
	at     TEXT NOT NULL,
	object TEXT NOT NULL,
	action TEXT NOT NULL,
	before TEXT NOT NULL,
	after  TEXT NOT NULL,
	who    TEXT NOT NULL,
	note   TEXT NOT NULL,
	hash   TEXT NOT NULL
) STRICT;
CREATE INDEX audit_object ON audit (object, id);
CREATE INDEX audit_who ON audit (who, id);
-- +goose StatementBegin
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN
	SELECT raise(ABORT, 'the audit is never deleted');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit
BEGIN
	SELECT raise(ABORT, 'the audit never changes');
END;
-- +goose StatementEnd
