-- rename: schema app -> sales
CREATE SCHEMA sales;
CREATE TYPE sales.state AS ENUM ('open', 'done');
CREATE TABLE sales.orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state sales.state NOT NULL DEFAULT 'open');
CREATE VIEW sales.open_orders AS SELECT id FROM sales.orders WHERE state = 'open';
