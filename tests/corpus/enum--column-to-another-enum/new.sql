CREATE SCHEMA app;
CREATE TYPE app.coarse AS ENUM ('low', 'high');
CREATE TYPE app.fine AS ENUM ('low', 'middle', 'high');
CREATE TABLE app.t (id integer PRIMARY KEY, level app.fine NOT NULL DEFAULT 'high', history app.fine[] NOT NULL DEFAULT '{}');
CREATE INDEX t_level ON app.t (level);
