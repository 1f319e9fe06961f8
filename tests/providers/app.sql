-- An application that lives in `public`, where providers put their own things, and in a schema of its own.
CREATE SCHEMA app;
CREATE TABLE app.settings (name text PRIMARY KEY, value text);
CREATE TABLE public.notes (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body text NOT NULL
);
CREATE INDEX notes_body_idx ON public.notes (body);
CREATE VIEW public.short_notes AS SELECT id, "left"(body, 10) AS body FROM public.notes;
CREATE FUNCTION public.note_count() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM public.notes';
GRANT SELECT ON public.notes TO app_reader;
