CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('done', 'new');
CREATE TABLE app.t (
  n bigint CONSTRAINT n_is_there NOT NULL NO INHERIT,
  m bigint,
  s app.state CONSTRAINT s_there NOT NULL,
  g integer GENERATED ALWAYS AS (2) VIRTUAL CONSTRAINT g_there NOT NULL
);
ALTER TABLE app.t ADD CONSTRAINT m_there NOT NULL m NOT VALID;
COMMENT ON CONSTRAINT m_there ON app.t IS 'Not yet';
COMMENT ON CONSTRAINT s_there ON app.t IS 'A state';
