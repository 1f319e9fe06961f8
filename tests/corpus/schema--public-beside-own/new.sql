CREATE TABLE settings (key text PRIMARY KEY, value text, changed_at timestamptz NOT NULL DEFAULT now());
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, setting text REFERENCES public.settings (key) ON DELETE CASCADE);
CREATE FUNCTION public.setting_of(t app.t) RETURNS text LANGUAGE sql STABLE AS 'SELECT value FROM public.settings WHERE key = t.setting';
