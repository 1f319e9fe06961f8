CREATE SCHEMA app;
CREATE TABLE app.m (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at);
CREATE INDEX m_note_idx ON ONLY app.m (note);
CREATE TABLE app.m_1 (id integer NOT NULL, at date NOT NULL, note text);
CREATE INDEX m_1_note_idx ON app.m_1 (note);
ALTER TABLE app.m ATTACH PARTITION app.m_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
