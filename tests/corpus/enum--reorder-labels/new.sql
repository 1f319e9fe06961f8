CREATE SCHEMA app;
CREATE TYPE app.size AS ENUM ('small', 'medium', 'large');
CREATE TABLE app.shirts (id integer PRIMARY KEY, size app.size DEFAULT 'small');
CREATE INDEX shirts_size ON app.shirts (size);
