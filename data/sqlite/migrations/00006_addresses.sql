-- +goose Up
-- What lists of addresses hold of the records, so that listing 50,000 of them
-- reads no record. Queries name these indexes: without statistics the planner
-- prefers others and sorts.
CREATE INDEX procedures_addresses ON procedures (code, visibility, sample, changed_at, field_id, agency_id);
CREATE INDEX articles_addresses ON articles (id, visibility, sample, changed_at, json_extract(record, '$.title'));
