CREATE SCHEMA app;
CREATE TABLE app.a (org integer NOT NULL DEFAULT 1, id integer, PRIMARY KEY (org, id));
CREATE TABLE app.b (
  org integer NOT NULL DEFAULT 1,
  id integer,
  a_id integer,
  PRIMARY KEY (org, id),
  FOREIGN KEY (org, a_id) REFERENCES app.a (org, id)
);
CREATE INDEX b_a ON app.b (org, a_id);
