-- rename: table app."to -> there" -> app."a.b"
-- rename: column app."a.b"."plain" -> app."a.b"."C ""q"""
CREATE SCHEMA app;
CREATE TABLE app."a.b" (id integer CONSTRAINT "k.1" PRIMARY KEY, "C ""q""" text);
