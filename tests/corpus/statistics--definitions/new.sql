CREATE SCHEMA app;
CREATE TABLE app.t (a integer, b integer, c text);
CREATE STATISTICS app.t_ab ON a, b FROM app.t;
ALTER STATISTICS app.t_ab SET STATISTICS 500;
CREATE STATISTICS app.t_bc (ndistinct, dependencies) ON b, c FROM app.t;
CREATE STATISTICS app.t_expr ON lower(c), a FROM app.t;
COMMENT ON STATISTICS app.t_expr IS 'expressions';
