-- What RDS and Aurora have in a new database. Sources: engine/providers/rds.ts.
CREATE ROLE rdsadmin SUPERUSER LOGIN;
CREATE ROLE rds_superuser NOLOGIN;
CREATE ROLE rds_replication NOLOGIN;
CREATE ROLE rds_password NOLOGIN;
GRANT rds_superuser TO app_admin;
-- What rdsadmin made on a customer's behalf.
CREATE TABLE public.spatial_ref_sys (srid int PRIMARY KEY, srtext text);
ALTER TABLE public.spatial_ref_sys OWNER TO rdsadmin;
GRANT SELECT ON public.spatial_ref_sys TO PUBLIC;
-- An event trigger that a customer made; RDS gives it to rdsadmin.
CREATE FUNCTION public.log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
ALTER FUNCTION public.log_ddl() OWNER TO rdsadmin;
CREATE EVENT TRIGGER log_ddl ON ddl_command_end EXECUTE FUNCTION public.log_ddl();
ALTER EVENT TRIGGER log_ddl OWNER TO rdsadmin;
