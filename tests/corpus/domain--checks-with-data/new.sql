CREATE SCHEMA app;
CREATE DOMAIN app.amount AS numeric(10, 2) DEFAULT 1 CONSTRAINT positive CHECK (VALUE > 0) CONSTRAINT cents CHECK (VALUE * 100 = trunc(VALUE * 100));
COMMENT ON DOMAIN app.amount IS 'Money';
COMMENT ON CONSTRAINT cents ON DOMAIN app.amount IS 'No fractions';
CREATE TABLE app.t (id integer PRIMARY KEY, price app.amount);
CREATE VIEW app.prices AS SELECT price FROM app.t;
