-- What Cloud SQL has in a new database. Sources: engine/providers/cloud-sql.ts.
CREATE ROLE cloudsqladmin SUPERUSER LOGIN;
CREATE ROLE cloudsqlsuperuser NOLOGIN CREATEDB CREATEROLE;
CREATE ROLE cloudsqlagent NOLOGIN;
CREATE ROLE cloudsqlimportexport NOLOGIN;
GRANT cloudsqlsuperuser TO app_admin;
GRANT ALL ON SCHEMA public TO cloudsqlsuperuser;
CREATE SCHEMA google_vacuum_mgmt AUTHORIZATION cloudsqladmin;
SET allow_system_table_mods = on;
INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
  SELECT 999001, 'google_vacuum_mgmt', r.oid, n.oid, false, '1.0' FROM pg_roles r, pg_namespace n
  WHERE r.rolname = 'cloudsqladmin' AND n.nspname = 'google_vacuum_mgmt';
