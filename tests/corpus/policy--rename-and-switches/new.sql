-- rename: policy app.t."all rows" -> app.t.everything
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY);
CREATE POLICY everything ON app.t USING (id > 0);
ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.t FORCE ROW LEVEL SECURITY;
CREATE TABLE app.u (id integer PRIMARY KEY);
ALTER TABLE app.u ENABLE ROW LEVEL SECURITY;
