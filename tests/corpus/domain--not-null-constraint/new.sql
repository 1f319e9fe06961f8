-- rename: domain app.was -> app.is_now
CREATE SCHEMA app;
CREATE DOMAIN app.d AS integer CONSTRAINT d_is_there NOT NULL;
CREATE DOMAIN app.e AS integer NOT NULL;
CREATE DOMAIN app.f AS integer;
CREATE DOMAIN app.is_now AS integer NOT NULL;
CREATE DOMAIN app.g AS integer CONSTRAINT g_there NOT NULL;
COMMENT ON DOMAIN app.d IS 'The domain';
COMMENT ON CONSTRAINT d_is_there ON DOMAIN app.d IS 'The constraint, too';
COMMENT ON CONSTRAINT g_there ON DOMAIN app.g IS 'New';
CREATE TABLE app.t (d app.d, e app.e, f app.f, w app.is_now);
