CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, n integer);
CREATE MATERIALIZED VIEW app.m AS SELECT id, n * 2 AS n FROM app.t;
CREATE UNIQUE INDEX m_id ON app.m (id);
CREATE VIEW app.v AS SELECT sum(n) AS s FROM app.m;
CREATE MATERIALIZED VIEW app.same AS SELECT id FROM app.t;
