CREATE SCHEMA app;
CREATE TABLE app.k (id integer PRIMARY KEY);
CREATE TABLE app.m (id integer NOT NULL, k integer, at date NOT NULL, size integer,
  CONSTRAINT m_pkey PRIMARY KEY (at, id), CONSTRAINT m_k_fkey FOREIGN KEY (k) REFERENCES app.k (id),
  CONSTRAINT positive CHECK (size > 0)) PARTITION BY RANGE (at);
CREATE TABLE app.m_1 PARTITION OF app.m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE app.m_2 PARTITION OF app.m FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE INDEX m_size_idx ON app.m (size DESC);
CREATE INDEX m_2_own ON app.m_2 (id, k);
CREATE UNIQUE INDEX m_unique ON app.m (at, k);
