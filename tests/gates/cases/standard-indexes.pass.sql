CREATE TABLE app.t (org_id uuid, created_at timestamptz, status text);
CREATE INDEX ON app.t (org_id, created_at DESC, status);
CREATE INDEX ON app.t (org_id, status);
CREATE TABLE app.u (created_at timestamptz);
