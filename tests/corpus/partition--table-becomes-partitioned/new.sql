CREATE SCHEMA app;
CREATE TABLE app.owners (id int PRIMARY KEY);
CREATE TABLE app.events (id int NOT NULL, at date NOT NULL, kind text DEFAULT 'a', owner int REFERENCES app.owners (id),
  CONSTRAINT events_pkey PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE app.events_2026 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE app.events_rest PARTITION OF app.events DEFAULT;
CREATE TABLE app.marks (id int, at date, FOREIGN KEY (id, at) REFERENCES app.events (id, at));
CREATE INDEX events_kind_idx ON app.events (kind);
CREATE VIEW app.recent AS SELECT id, kind FROM app.events WHERE at > DATE '2026-01-01';
CREATE VIEW app.kinds AS SELECT kind, count(*) AS n FROM app.recent GROUP BY kind;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER touch BEFORE INSERT ON app.events FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.events ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON app.events USING (kind <> 'secret');
COMMENT ON COLUMN app.events.kind IS 'what it is';
