CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('new', 'open', 'done');
CREATE TABLE app.t (
  n integer CONSTRAINT n_there NOT NULL NO INHERIT,
  m integer,
  s app.state CONSTRAINT s_there NOT NULL,
  g integer GENERATED ALWAYS AS (1) STORED CONSTRAINT g_there NOT NULL
);
ALTER TABLE app.t ADD CONSTRAINT m_there NOT NULL m NOT VALID;
COMMENT ON CONSTRAINT m_there ON app.t IS 'Not yet';
COMMENT ON CONSTRAINT s_there ON app.t IS 'A state';
