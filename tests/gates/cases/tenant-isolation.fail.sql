-- expect: table app.orders lets org_id be null; it has no foreign key from org_id to app.organisations; it has no row security; it does not force row security, so its owner sees all rows; it has no tenant policy for SELECT, INSERT, UPDATE and DELETE
-- expect: table app.lines has the policy tenant, which lets SELECT, INSERT, UPDATE and DELETE reach rows by another condition than org_id = the setting app.org_id
-- expect: table app.notes has no tenant policy for INSERT
-- expect: table app.users has no column org_id that says whose a row is
-- expect: table app.currencies is the same for all tenants, and lets app_rw UPDATE
-- not mended: a tenant column alone does not isolate yet
CREATE TABLE app.organisations (id uuid PRIMARY KEY);
COMMENT ON TABLE app.organisations IS '@class truth @tenant id';
ALTER TABLE app.organisations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON app.organisations USING (id = current_setting('app.org_id')::uuid);
CREATE TABLE app.orders (org_id uuid);
CREATE TABLE app.lines (org_id uuid NOT NULL REFERENCES app.organisations (id));
ALTER TABLE app.lines ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON app.lines USING (org_id = current_setting('app.org_id')::uuid OR org_id IS NULL);
CREATE TABLE app.notes (org_id uuid NOT NULL REFERENCES app.organisations (id));
ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON app.notes FOR SELECT USING (org_id = current_setting('app.org_id')::uuid);
CREATE POLICY change ON app.notes FOR UPDATE USING (org_id = current_setting('app.org_id')::uuid);
CREATE POLICY remove ON app.notes FOR DELETE USING (org_id = current_setting('app.org_id')::uuid);
CREATE TABLE app.users (id uuid);
CREATE TABLE app.currencies (code text);
COMMENT ON TABLE app.currencies IS '@class reference';
GRANT UPDATE ON app.currencies TO app_rw;
