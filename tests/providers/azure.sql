-- What Azure Database for PostgreSQL has in a new database. Sources: engine/providers/azure.ts.
CREATE ROLE azuresu SUPERUSER LOGIN;
CREATE ROLE azure_pg_admin NOLOGIN CREATEDB CREATEROLE;
GRANT azure_pg_admin TO app_admin;
ALTER SCHEMA public OWNER TO azure_pg_admin;
-- pg_cron's own schema, as versions have it that do not keep it as a member.
CREATE SCHEMA cron AUTHORIZATION azuresu;
CREATE TABLE cron.job (jobid bigint PRIMARY KEY, command text NOT NULL);
ALTER TABLE cron.job OWNER TO azuresu;
GRANT USAGE ON SCHEMA cron TO azure_pg_admin;
-- Something of Microsoft's own in a schema that applications use.
CREATE FUNCTION public.azure_probe() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION public.azure_probe() OWNER TO azuresu;
