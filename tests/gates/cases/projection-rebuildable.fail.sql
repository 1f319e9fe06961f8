-- expect: table app.totals lets app_rw INSERT; it lets app_rw UPDATE (n); it has no function app.rebuild_totals() that makes its rows again
-- not mended: what the rows are made of only its author knows
CREATE TABLE app.totals (n int);
COMMENT ON TABLE app.totals IS '@class projection';
CREATE FUNCTION app.rebuild_totals(int) RETURNS void LANGUAGE sql AS '';
GRANT SELECT, INSERT, UPDATE (n) ON app.totals TO app_rw;
