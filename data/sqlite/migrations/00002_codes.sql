-- +goose Up
-- An agency may be renamed and may hand its work on; its row and its address
-- stay. Former names still mean it.
ALTER TABLE agencies ADD COLUMN colour TEXT NOT NULL DEFAULT '';
ALTER TABLE agencies ADD COLUMN crest TEXT NOT NULL DEFAULT ''; -- images.hash
ALTER TABLE agencies ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE agencies ADD COLUMN hours TEXT NOT NULL DEFAULT '';
ALTER TABLE agencies ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE agencies ADD COLUMN replaced_by INTEGER REFERENCES agencies (id);

CREATE TABLE agency_former (
	key       TEXT PRIMARY KEY,
	agency_id INTEGER NOT NULL REFERENCES agencies (id),
	name      TEXT NOT NULL
) STRICT;
CREATE INDEX agency_former_agency ON agency_former (agency_id);

-- Pictures by the SHA-256 of their bytes.
CREATE TABLE images (
	hash TEXT PRIMARY KEY,
	body BLOB NOT NULL
) STRICT;

CREATE TABLE placements (
	id         INTEGER PRIMARY KEY,
	key        TEXT NOT NULL UNIQUE, -- agency's number and the canonical words of office and counter
	agency_id  INTEGER REFERENCES agencies (id),
	office     TEXT NOT NULL,
	counter    TEXT NOT NULL,
	note       TEXT NOT NULL,
	changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX placements_agency ON placements (agency_id);

-- Links are made anew to lead anywhere, hang anywhere and rest; their scans
-- come along.
CREATE TABLE links_new (
	code         TEXT PRIMARY KEY,
	kind         TEXT NOT NULL CHECK (kind IN ('procedure', 'article', 'field', 'agency', 'page', 'address')),
	key          TEXT NOT NULL,
	main         INTEGER NOT NULL CHECK (main IN (0, 1)), -- the code shown on the target's own page
	placement_id INTEGER REFERENCES placements (id),
	state        TEXT NOT NULL CHECK (state IN ('active', 'paused', 'retired')),
	from_day     TEXT NOT NULL,
	until_day    TEXT NOT NULL,
	created_at   TEXT NOT NULL,
	CHECK (main = 0 OR placement_id IS NULL)
) STRICT;
INSERT INTO links_new SELECT code, kind, key, 1, NULL, 'active', '', '', created_at FROM links;

CREATE TABLE scans_new (
	code    TEXT NOT NULL REFERENCES links_new (code),
	day     TEXT NOT NULL,
	outcome TEXT NOT NULL CHECK (outcome IN ('shown', 'replaced', 'outside', 'closed')),
	count   INTEGER NOT NULL,
	PRIMARY KEY (code, day, outcome)
) STRICT, WITHOUT ROWID;
INSERT INTO scans_new SELECT code, day, 'shown', count FROM scans;

DROP TABLE scans;
DROP TABLE links;
ALTER TABLE links_new RENAME TO links;
ALTER TABLE scans_new RENAME TO scans;
CREATE UNIQUE INDEX links_main ON links (kind, key) WHERE main = 1;
CREATE INDEX links_target ON links (kind, key, placement_id);
CREATE INDEX links_placement ON links (placement_id);

-- +goose StatementBegin
CREATE TRIGGER links_stay BEFORE DELETE ON links
BEGIN
	SELECT raise(ABORT, 'a printed code is never deleted');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER links_keep_code BEFORE UPDATE OF code, created_at ON links
BEGIN
	SELECT raise(ABORT, 'a printed code never changes');
END;
-- +goose StatementEnd

-- What happened to each link, by whom. Rows are only added.
CREATE TABLE link_events (
	id     INTEGER PRIMARY KEY AUTOINCREMENT,
	code   TEXT NOT NULL REFERENCES links (code),
	at     TEXT NOT NULL,
	action TEXT NOT NULL CHECK (action IN ('created', 'retargeted', 'moved', 'dated')),
	before TEXT NOT NULL,
	after  TEXT NOT NULL,
	who    TEXT NOT NULL,
	note   TEXT NOT NULL
) STRICT;
CREATE INDEX link_events_code ON link_events (code, id);
INSERT INTO link_events (code, at, action, before, after, who, note)
	SELECT code, created_at, 'created', '', kind || ' ' || key, '', '' FROM links;
-- +goose StatementBegin
CREATE TRIGGER link_events_stay BEFORE DELETE ON link_events
BEGIN
	SELECT raise(ABORT, 'the history of a code is never deleted');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER link_events_keep BEFORE UPDATE ON link_events
BEGIN
	SELECT raise(ABORT, 'the history of a code never changes');
END;
-- +goose StatementEnd

-- Openings of what is no code, without telling what it was.
CREATE TABLE unknown_scans (
	day   TEXT PRIMARY KEY,
	count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Taps that lead on to the national portal. code is empty for people who did
-- not come by one.
CREATE TABLE applies (
	procedure TEXT NOT NULL,
	code      TEXT NOT NULL,
	day       TEXT NOT NULL,
	count     INTEGER NOT NULL,
	PRIMARY KEY (procedure, code, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX applies_code ON applies (code, day);

CREATE TABLE settings (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL -- JSON
) STRICT;

-- What happened to settings and agencies, by whom. Rows are only added.
CREATE TABLE config_events (
	id     INTEGER PRIMARY KEY AUTOINCREMENT,
	at     TEXT NOT NULL,
	name   TEXT NOT NULL, -- "public_url", "agency.so-y-te.phone"
	before TEXT NOT NULL,
	after  TEXT NOT NULL,
	who    TEXT NOT NULL,
	note   TEXT NOT NULL
) STRICT;
CREATE INDEX config_events_name ON config_events (name, id);
-- +goose StatementBegin
CREATE TRIGGER config_events_stay BEFORE DELETE ON config_events
BEGIN
	SELECT raise(ABORT, 'the history of a setting is never deleted');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER config_events_keep BEFORE UPDATE ON config_events
BEGIN
	SELECT raise(ABORT, 'the history of a setting never changes');
END;
-- +goose StatementEnd

-- Every public host that a code was ever handed out with.
CREATE TABLE hosts (
	host     TEXT PRIMARY KEY,
	first_at TEXT NOT NULL
) STRICT;

CREATE TABLE prints (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	created_at TEXT NOT NULL,
	who        TEXT NOT NULL,
	layout     TEXT NOT NULL,
	host       TEXT NOT NULL,
	issued     TEXT NOT NULL,
	document   BLOB NOT NULL -- all that was drawn, so that it can be drawn again
) STRICT;

CREATE TABLE print_posters (
	print_id  INTEGER NOT NULL REFERENCES prints (id),
	n         INTEGER NOT NULL,
	code      TEXT NOT NULL REFERENCES links (code),
	title     TEXT NOT NULL,
	placement TEXT NOT NULL,
	PRIMARY KEY (print_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX print_posters_code ON print_posters (code, print_id);

-- A printing that was done once more.
CREATE TABLE reprints (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	print_id INTEGER NOT NULL REFERENCES prints (id),
	at       TEXT NOT NULL,
	who      TEXT NOT NULL
) STRICT;
CREATE INDEX reprints_print ON reprints (print_id, at);

CREATE TABLE checks (
	id    INTEGER PRIMARY KEY AUTOINCREMENT,
	code  TEXT NOT NULL REFERENCES links (code),
	at    TEXT NOT NULL,
	found TEXT NOT NULL CHECK (found IN ('good', 'covered', 'missing')),
	who   TEXT NOT NULL,
	note  TEXT NOT NULL
) STRICT;
CREATE INDEX checks_code ON checks (code, id);
