CREATE SCHEMA app;
CREATE TYPE app.item AS (id integer, size integer, gone text);
CREATE TABLE app.items OF app.item (id WITH OPTIONS PRIMARY KEY, size WITH OPTIONS DEFAULT 1);
CREATE TABLE app.others OF app.item;
CREATE VIEW app.v AS SELECT size FROM app.items;
