CREATE SCHEMA app;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  script text NOT NULL DEFAULT '<img onerror=alert(1)>',
  doubled text NOT NULL DEFAULT 'it''s random()',
  escaped text NOT NULL DEFAULT E'a\\b''random()'
);
