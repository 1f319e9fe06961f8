-- What Neon has in a database, with Neon Auth and the Data API. Sources: engine/providers/neon.ts.
CREATE ROLE cloud_admin SUPERUSER LOGIN;
CREATE ROLE neon_superuser NOLOGIN CREATEDB CREATEROLE;
CREATE ROLE neon_service NOLOGIN;
CREATE ROLE authenticator NOLOGIN;
CREATE ROLE neon_auth NOLOGIN;
GRANT neon_superuser TO app_admin;
ALTER SCHEMA public OWNER TO app_admin;
ALTER DEFAULT PRIVILEGES FOR ROLE cloud_admin IN SCHEMA public GRANT ALL ON TABLES TO neon_superuser WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE cloud_admin IN SCHEMA public GRANT ALL ON SEQUENCES TO neon_superuser WITH GRANT OPTION;
SET ROLE cloud_admin;
CREATE TABLE public.health_check (id serial PRIMARY KEY, updated_at timestamptz DEFAULT now());
INSERT INTO public.health_check VALUES (1);
CREATE SCHEMA neon_migration;
CREATE TABLE neon_migration.migration_id (key int PRIMARY KEY, id bigint NOT NULL DEFAULT 0);
CREATE SCHEMA neon;
CREATE VIEW neon.local_cache AS SELECT 1 AS pages;
RESET ROLE;
CREATE SCHEMA neon_auth AUTHORIZATION neon_auth;
CREATE TABLE neon_auth.users_sync (id text PRIMARY KEY, raw_json jsonb NOT NULL);
ALTER TABLE neon_auth.users_sync OWNER TO neon_auth;
CREATE SCHEMA pgrst AUTHORIZATION neon_service;
CREATE FUNCTION pgrst.pre_config() RETURNS void LANGUAGE sql AS 'SELECT';
GRANT USAGE ON SCHEMA pgrst TO authenticator;
SET allow_system_table_mods = on;
INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
  SELECT 999001, 'neon', r.oid, n.oid, false, '1.6' FROM pg_roles r, pg_namespace n
  WHERE r.rolname = 'cloud_admin' AND n.nspname = 'neon';
