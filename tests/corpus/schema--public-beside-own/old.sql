CREATE TABLE settings (key text PRIMARY KEY, value text);
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, setting text REFERENCES public.settings (key));
