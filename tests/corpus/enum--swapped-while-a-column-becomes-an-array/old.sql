CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('new', 'paid', 'done');
CREATE TABLE app.t (id integer PRIMARY KEY, state app.state);
