CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('done', 'new');
CREATE TABLE app.t (id integer PRIMARY KEY, state app.state[]);
