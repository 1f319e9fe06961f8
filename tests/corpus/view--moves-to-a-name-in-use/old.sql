CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY);
CREATE VIEW app.low AS SELECT id FROM app.t;
CREATE VIEW app.middle AS SELECT id FROM app.low;
CREATE VIEW app.high AS SELECT id FROM app.middle;
