CREATE SCHEMA app;
CREATE TABLE app.a (id integer NOT NULL, uid uuid NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (uid), CONSTRAINT a_id UNIQUE (id));
CREATE TABLE app.b (id integer PRIMARY KEY, a_id integer, CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES app.a (id) ON DELETE CASCADE);
CREATE TABLE app.c (id integer PRIMARY KEY, a_uid uuid, CONSTRAINT c_a FOREIGN KEY (a_uid) REFERENCES app.a (uid));
COMMENT ON CONSTRAINT b_a ON app.b IS 'Parent';
