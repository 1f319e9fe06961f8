CREATE SCHEMA app;
CREATE TYPE app.coarse AS ENUM ('low', 'high');
CREATE TYPE app.fine AS ENUM ('low', 'middle', 'high');
CREATE TABLE app.t (id integer PRIMARY KEY, level app.coarse NOT NULL DEFAULT 'low', history app.coarse[] NOT NULL DEFAULT '{}');
CREATE INDEX t_level ON app.t (level);
