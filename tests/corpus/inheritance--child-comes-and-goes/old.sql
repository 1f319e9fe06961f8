CREATE SCHEMA app;
CREATE TABLE app.place (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x', size numeric(10,2), CONSTRAINT size_positive CHECK (size > 0));
COMMENT ON TABLE app.place IS 'Places';
