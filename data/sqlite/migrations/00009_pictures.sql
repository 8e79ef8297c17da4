-- +goose Up
-- Pictures that staff have put in for articles: each is kept in two sizes.
CREATE TABLE pictures (
	hash         TEXT PRIMARY KEY REFERENCES images (hash), -- of the large one
	width        INTEGER NOT NULL,
	height       INTEGER NOT NULL,
	small        TEXT NOT NULL REFERENCES images (hash),
	small_width  INTEGER NOT NULL,
	small_height INTEGER NOT NULL,
	alt          TEXT NOT NULL,
	agency_id    INTEGER REFERENCES agencies (id), -- whose editor put it in; NULL: the whole house's
	who          TEXT NOT NULL,
	added_at     TEXT NOT NULL
) STRICT;
CREATE INDEX pictures_added ON pictures (added_at);
