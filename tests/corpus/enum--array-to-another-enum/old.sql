CREATE SCHEMA app;
CREATE TYPE app.colour AS ENUM ('red', 'green', 'blue');
CREATE TYPE app.paint AS ENUM ('red', 'green', 'blue', 'white');
CREATE TABLE app.walls (id int PRIMARY KEY, colour app.colour NOT NULL DEFAULT 'red', all_colours app.colour[] DEFAULT '{red}',
  CONSTRAINT not_blue CHECK (colour <> 'blue'));
CREATE INDEX walls_colour_idx ON app.walls (colour) WHERE colour > 'red';
CREATE VIEW app.red AS SELECT id, colour FROM app.walls WHERE colour = 'red';
COMMENT ON COLUMN app.red.colour IS 'always red';
