CREATE TABLE app.totals (n int);
COMMENT ON TABLE app.totals IS '@class projection';
CREATE FUNCTION app.rebuild_totals() RETURNS void LANGUAGE sql AS '';
CREATE TABLE app.sums (n int);
COMMENT ON TABLE app.sums IS '@class projection @rebuild app.make_sums.';
CREATE PROCEDURE app.make_sums() LANGUAGE sql AS '';
GRANT SELECT ON app.totals TO app_rw;
