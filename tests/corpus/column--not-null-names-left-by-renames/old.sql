CREATE SCHEMA app;
CREATE TABLE app.t (b text CONSTRAINT t_a_not_null NOT NULL);
CREATE TABLE app.is_now (id integer CONSTRAINT was_id_not_null NOT NULL);
