CREATE SCHEMA app;
CREATE TABLE app.m (id integer NOT NULL, at date NOT NULL, note text, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE INDEX m_note_idx ON app.m (note);
CREATE TABLE app.m_1 PARTITION OF app.m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE app.m_2 PARTITION OF app.m FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE app.m_3 (id integer NOT NULL, at date NOT NULL, note text, CONSTRAINT m_3_pkey PRIMARY KEY (at, id));
CREATE INDEX m_3_note_idx ON app.m_3 (note);
