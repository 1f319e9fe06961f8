CREATE SCHEMA app;
CREATE TABLE app.m (id integer NOT NULL, at date NOT NULL, note text, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE INDEX m_note_idx ON app.m (note);
CREATE TABLE app.m_2 (id integer NOT NULL, at date NOT NULL, note text, CONSTRAINT m_2_pkey PRIMARY KEY (at, id));
CREATE INDEX m_2_note_idx ON app.m_2 (note);
CREATE TABLE app.m_3 PARTITION OF app.m FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
CREATE TABLE app.m_4 PARTITION OF app.m FOR VALUES FROM ('2026-04-01') TO ('2026-05-01');
