CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('fine');
CREATE TABLE app.people (id int PRIMARY KEY, mood app.mood DEFAULT 'fine', level text DEFAULT 'low', tags text[] DEFAULT '{}');
