CREATE SCHEMA app;
CREATE TABLE app.t (a integer DEFAULT 1, b text, c text DEFAULT 'x', d timestamptz DEFAULT now(), e integer DEFAULT 3);
