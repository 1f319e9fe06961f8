-- rename: policy app.t.everything -> app.t."all rows"
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY);
CREATE POLICY "all rows" ON app.t USING (id > 0);
CREATE TABLE app.u (id integer PRIMARY KEY);
ALTER TABLE app.u ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.u FORCE ROW LEVEL SECURITY;
