-- +goose Up
-- A check is told apart by when it was made, not by when it arrived: phones in
-- hallways send late.
DROP INDEX checks_code;
CREATE INDEX checks_code ON checks (code, at, id);

-- The newest codes come first in lists.
CREATE INDEX links_created ON links (created_at, code);
