-- expect: table app.totals lets app_rw INSERT; it lets app_rw UPDATE (n); it has no function app.rebuild_totals() that makes its rows again
-- not mended: what the rows are made of only its author knows
CREATE TABLE app.totals (n int);
COMMENT ON TABLE app.totals IS '@class projection';
CREATE FUNCTION app.rebuild_totals(int) RETURNS void LANGUAGE sql AS '';
GRANT SELECT, INSERT, UPDATE (n) ON app.totals TO app_rw;
-- expect: table app.parts lets app_rw INSERT of its partition app.parts_1
CREATE TABLE app.parts (n int) PARTITION BY LIST (n);
COMMENT ON TABLE app.parts IS '@class projection';
CREATE TABLE app.parts_1 PARTITION OF app.parts DEFAULT;
CREATE FUNCTION app.rebuild_parts() RETURNS void LANGUAGE sql AS '';
GRANT SELECT, INSERT ON app.parts_1 TO app_rw;
