-- What AlloyDB has in a new database. Sources: engine/providers/alloydb.ts.
CREATE ROLE alloydbsuperuser NOLOGIN CREATEDB CREATEROLE;
CREATE ROLE alloydbiamuser NOLOGIN;
GRANT alloydbsuperuser TO app_admin;
ALTER SCHEMA public OWNER TO alloydbsuperuser;
SET allow_system_table_mods = on;
INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
  SELECT 999001, 'google_columnar_engine', 10, oid, false, '1.0' FROM pg_namespace WHERE nspname = 'public'
  UNION ALL SELECT 999002, 'google_db_advisor', 10, oid, false, '1.0' FROM pg_namespace WHERE nspname = 'public';
