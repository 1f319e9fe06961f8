CREATE SCHEMA app;
CREATE TABLE app.a_b (c integer NOT NULL);
CREATE TABLE app.a (b_c integer NOT NULL);
CREATE TABLE app.a_table_with_a_name_that_is_quite_long_already (a_column_with_a_name_that_is_long_too integer NOT NULL, a_column_with_a_name_that_is_long_too_2 integer NOT NULL);
CREATE TABLE app.ü (äöüäöüäöüäöüäöüäöüäöüäöüäöüäöü integer NOT NULL);
CREATE TABLE app.t (id integer PRIMARY KEY, b integer);
ALTER TABLE app.t ADD CONSTRAINT t_b_not_null CHECK (b > 0);
ALTER TABLE app.t ALTER COLUMN b SET NOT NULL;
