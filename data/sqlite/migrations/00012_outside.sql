-- +goose Up
-- What is counted, summed by day over everything and by month for each code
-- and page, so that a year reads no day. Triggers keep the sums.
CREATE TABLE figure_days (
	day   TEXT NOT NULL,
	what  TEXT NOT NULL, -- an outcome of scans, 'view', 'apply', 'helped', 'not helped'
	count INTEGER NOT NULL,
	PRIMARY KEY (day, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE scan_months (
	code    TEXT NOT NULL,
	month   TEXT NOT NULL, -- "2026-10"
	outcome TEXT NOT NULL,
	count   INTEGER NOT NULL,
	PRIMARY KEY (code, month, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE view_months (
	kind  TEXT NOT NULL,
	key   TEXT NOT NULL,
	month TEXT NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (kind, key, month)
) STRICT, WITHOUT ROWID;

CREATE INDEX applies_day ON applies (procedure, day, count);

INSERT INTO figure_days SELECT day, outcome, sum(count) FROM scans GROUP BY day, outcome;
INSERT INTO figure_days SELECT day, 'unknown', count FROM unknown_scans;
INSERT INTO figure_days SELECT day, 'view', sum(count) FROM views GROUP BY day;
INSERT INTO figure_days SELECT day, 'apply', sum(count) FROM applies GROUP BY day;
INSERT INTO figure_days SELECT day, iif(answer = 'helped', 'helped', 'not helped') AS what, sum(count) FROM feedback GROUP BY day, what;
INSERT INTO scan_months SELECT code, substr(day, 1, 7) AS month, outcome, sum(count) FROM scans GROUP BY code, month, outcome;
INSERT INTO view_months SELECT kind, key, substr(day, 1, 7) AS month, sum(count) FROM views GROUP BY kind, key, month;

-- +goose StatementBegin
CREATE TRIGGER scans_first AFTER INSERT ON scans
BEGIN
	INSERT INTO figure_days VALUES (new.day, new.outcome, new.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
	INSERT INTO scan_months VALUES (new.code, substr(new.day, 1, 7), new.outcome, new.count)
		ON CONFLICT (code, month, outcome) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER scans_more AFTER UPDATE OF count ON scans
BEGIN
	INSERT INTO figure_days VALUES (new.day, new.outcome, new.count - old.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
	INSERT INTO scan_months VALUES (new.code, substr(new.day, 1, 7), new.outcome, new.count - old.count)
		ON CONFLICT (code, month, outcome) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER unknown_scans_first AFTER INSERT ON unknown_scans
BEGIN
	INSERT INTO figure_days VALUES (new.day, 'unknown', new.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER unknown_scans_more AFTER UPDATE OF count ON unknown_scans
BEGIN
	INSERT INTO figure_days VALUES (new.day, 'unknown', new.count - old.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER views_first AFTER INSERT ON views
BEGIN
	INSERT INTO figure_days VALUES (new.day, 'view', new.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
	INSERT INTO view_months VALUES (new.kind, new.key, substr(new.day, 1, 7), new.count)
		ON CONFLICT (kind, key, month) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER views_more AFTER UPDATE OF count ON views
BEGIN
	INSERT INTO figure_days VALUES (new.day, 'view', new.count - old.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
	INSERT INTO view_months VALUES (new.kind, new.key, substr(new.day, 1, 7), new.count - old.count)
		ON CONFLICT (kind, key, month) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER applies_first AFTER INSERT ON applies
BEGIN
	INSERT INTO figure_days VALUES (new.day, 'apply', new.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER applies_more AFTER UPDATE OF count ON applies
BEGIN
	INSERT INTO figure_days VALUES (new.day, 'apply', new.count - old.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER feedback_first AFTER INSERT ON feedback
BEGIN
	INSERT INTO figure_days VALUES (new.day, iif(new.answer = 'helped', 'helped', 'not helped'), new.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER feedback_more AFTER UPDATE OF count ON feedback
BEGIN
	INSERT INTO figure_days VALUES (new.day, iif(new.answer = 'helped', 'helped', 'not helped'), new.count - old.count)
		ON CONFLICT (day, what) DO UPDATE SET count = count + excluded.count;
END;
-- +goose StatementEnd

-- The province's own figures of filing, as staff bring them in.
CREATE TABLE filings (
	procedure TEXT NOT NULL,
	month     TEXT NOT NULL,
	filed     INTEGER NOT NULL,
	online    INTEGER NOT NULL CHECK (online BETWEEN 0 AND filed),
	source    TEXT NOT NULL,
	who       TEXT NOT NULL,
	at        TEXT NOT NULL,
	PRIMARY KEY (procedure, month)
) STRICT, WITHOUT ROWID;

-- Addresses outside, and what the checks of them found.
CREATE TABLE outside (
	address    TEXT PRIMARY KEY,
	checked_at TEXT NOT NULL, -- empty: not yet
	next_at    TEXT NOT NULL, -- not to be asked before
	status     INTEGER NOT NULL,
	problem    TEXT NOT NULL,
	failures   INTEGER NOT NULL,
	since      TEXT NOT NULL, -- the first day of the failures
	failed_day TEXT NOT NULL  -- the last
) STRICT;
CREATE INDEX outside_next ON outside (next_at);
CREATE INDEX outside_problem ON outside (failures) WHERE problem <> '';

CREATE TABLE outside_uses (
	address TEXT NOT NULL REFERENCES outside (address) ON DELETE CASCADE,
	kind    TEXT NOT NULL,
	key     TEXT NOT NULL,
	part    TEXT NOT NULL,
	PRIMARY KEY (kind, key, address, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX outside_uses_address ON outside_uses (address);

-- How far the records have been read for addresses.
CREATE TABLE outside_marks (
	kind TEXT PRIMARY KEY,
	seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
