-- expect: column app.t.price is double precision, not numeric; it has no CHECK that says which amounts there may be
-- expect: column app.t.paid has no CHECK
-- expect: view app.v gives total as real, not numeric
-- not mended: a view reads the column
-- expect: column app.t.value is app.value over double precision, text, not numeric
CREATE TABLE app.t (price double precision, paid numeric);
COMMENT ON COLUMN app.t.paid IS '@holds money';
CREATE VIEW app.v AS SELECT price::real AS total FROM app.t;
CREATE TYPE app.value AS (amount double precision, currency text);
ALTER TABLE app.t ADD value app.value;
