-- rename: domain app.is_now -> app.was
CREATE SCHEMA app;
CREATE DOMAIN app.d AS integer CONSTRAINT d_there NOT NULL;
CREATE DOMAIN app.e AS integer NOT NULL;
CREATE DOMAIN app.f AS integer CONSTRAINT f_there NOT NULL;
CREATE DOMAIN app.was AS integer NOT NULL;
COMMENT ON DOMAIN app.d IS 'The domain';
COMMENT ON CONSTRAINT d_there ON DOMAIN app.d IS 'The constraint';
COMMENT ON CONSTRAINT e_not_null ON DOMAIN app.e IS 'Goes';
CREATE TABLE app.t (d app.d, e app.e, f app.f, w app.was);
