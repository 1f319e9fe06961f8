CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('bad', 'fine', 'great');
CREATE TYPE app.level AS ENUM ('low', 'high');
CREATE DOMAIN app.good_mood AS app.mood DEFAULT 'great' CHECK (VALUE > 'bad');
CREATE FUNCTION app.mood_of(level app.level DEFAULT 'high', mood app.good_mood DEFAULT 'great') RETURNS app.mood
  LANGUAGE sql IMMUTABLE AS $$ SELECT 'great'::app.mood $$;
CREATE TABLE app.people (id int PRIMARY KEY, mood app.mood DEFAULT 'great', level app.level DEFAULT 'high',
  tags app.level[] DEFAULT ARRAY['low'::app.level], wanted app.good_mood, given app.mood DEFAULT app.mood_of());
CREATE INDEX people_great_idx ON app.people (id) WHERE mood = 'great';
