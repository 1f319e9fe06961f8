-- rename: schema sales -> app
CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('open', 'done');
CREATE TABLE app.orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state app.state NOT NULL DEFAULT 'open');
CREATE VIEW app.open_orders AS SELECT id FROM app.orders WHERE state = 'open';
