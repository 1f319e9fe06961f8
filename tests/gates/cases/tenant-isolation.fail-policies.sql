-- expect: table app.a has the policy access, which lets SELECT, UPDATE and DELETE reach rows by another condition than org_id = the setting app.org_id; it has no tenant policy for SELECT, UPDATE and DELETE
-- expect: table app.b has the policy change, which lets UPDATE reach rows by another condition than org_id = the setting app.org_id; it has no tenant policy for UPDATE
-- expect: table app.c has no tenant policy for SELECT, INSERT, UPDATE and DELETE: the policy own holds for app_rw alone (TO)
-- expect: table app.d has the policy write, which lets INSERT and UPDATE reach rows by another condition
-- expect: table app.e is of class reference, the same for all tenants, and its organisation refers to table app.organisations; it has no row security
CREATE TABLE app.organisations (id uuid PRIMARY KEY);
COMMENT ON TABLE app.organisations IS '@class truth @tenant id';
ALTER TABLE app.organisations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON app.organisations USING (id = current_setting('app.org_id')::uuid);
CREATE TABLE app.a (org_id uuid NOT NULL REFERENCES app.organisations (id));
ALTER TABLE app.a ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON app.a AS RESTRICTIVE WITH CHECK (org_id = current_setting('app.org_id')::uuid);
CREATE POLICY access ON app.a USING (true) WITH CHECK (true);
CREATE TABLE app.b (org_id uuid NOT NULL REFERENCES app.organisations (id));
ALTER TABLE app.b ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON app.b FOR SELECT USING (org_id = current_setting('app.org_id')::uuid);
CREATE POLICY adds ON app.b FOR INSERT WITH CHECK (org_id = current_setting('app.org_id')::uuid);
CREATE POLICY removes ON app.b FOR DELETE USING (org_id = current_setting('app.org_id')::uuid);
CREATE POLICY tenant ON app.b AS RESTRICTIVE FOR UPDATE WITH CHECK (org_id = current_setting('app.org_id')::uuid);
CREATE POLICY change ON app.b FOR UPDATE USING (true);
CREATE TABLE app.c (org_id uuid NOT NULL REFERENCES app.organisations (id));
ALTER TABLE app.c ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON app.c TO app_rw USING (org_id = current_setting('app.org_id')::uuid);
CREATE TABLE app.d (org_id uuid NOT NULL REFERENCES app.organisations (id));
ALTER TABLE app.d ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON app.d AS RESTRICTIVE USING (org_id = current_setting('app.org_id')::uuid) WITH CHECK (true);
CREATE POLICY write ON app.d USING (true);
CREATE TABLE app.e (organisation uuid NOT NULL REFERENCES app.organisations (id), secret text);
COMMENT ON TABLE app.e IS '@class reference';
