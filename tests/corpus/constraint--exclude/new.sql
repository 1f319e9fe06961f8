CREATE SCHEMA app;
CREATE EXTENSION btree_gist WITH SCHEMA app;
CREATE TABLE app.bookings (id integer PRIMARY KEY, room integer, span tsrange, cancelled boolean NOT NULL DEFAULT false);
ALTER TABLE app.bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, span WITH &&) WHERE (NOT cancelled);
ALTER TABLE app.bookings ADD CONSTRAINT one_room EXCLUDE USING btree (lower(room::text) WITH =) WITH (fillfactor = 70) DEFERRABLE INITIALLY DEFERRED;
