-- rename: table app."a.b" -> app."to -> there"
-- rename: column app."to -> there"."C ""q""" -> app."to -> there".plain
CREATE SCHEMA app;
CREATE TABLE app."to -> there" (id integer CONSTRAINT "k.1" PRIMARY KEY, plain text);
