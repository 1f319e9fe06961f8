CREATE SCHEMA app;
CREATE TABLE app.events (id bigint NOT NULL, at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE app.events_2026 PARTITION OF app.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE app.events_2027 PARTITION OF app.events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01') PARTITION BY LIST (kind);
CREATE TABLE app.events_2027_a PARTITION OF app.events_2027 FOR VALUES IN ('a');
CREATE INDEX events_kind_idx ON app.events (kind);
CREATE UNIQUE INDEX events_id_idx ON app.events (id, at, kind);
