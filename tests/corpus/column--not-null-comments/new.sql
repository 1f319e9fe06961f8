CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text NOT NULL, b text CONSTRAINT b_is_there NOT NULL, c text, d text CONSTRAINT d_there NOT NULL);
COMMENT ON COLUMN app.t.a IS 'Still the column';
COMMENT ON CONSTRAINT t_a_not_null ON app.t IS 'The constraint, too';
COMMENT ON CONSTRAINT b_is_there ON app.t IS 'Follows';
COMMENT ON CONSTRAINT d_there ON app.t IS 'New';
