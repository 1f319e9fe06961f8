CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text NOT NULL, b text CONSTRAINT b_there NOT NULL, c text NOT NULL, d text NOT NULL);
COMMENT ON COLUMN app.t.a IS 'The column';
COMMENT ON CONSTRAINT t_id_not_null ON app.t IS 'Of the key';
COMMENT ON CONSTRAINT t_a_not_null ON app.t IS 'The constraint';
COMMENT ON CONSTRAINT b_there ON app.t IS 'Follows';
COMMENT ON CONSTRAINT t_c_not_null ON app.t IS 'Goes with it';
