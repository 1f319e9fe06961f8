-- expect: table app.t has no index that begins with (org_id, created_at)
-- expect: table app.t has no index that begins with (org_id, status)
CREATE TABLE app.t (org_id uuid, created_at timestamptz, status text);
CREATE INDEX ON app.t (org_id, created_at) WHERE status = 'open';
CREATE INDEX ON app.t (org_id, lower(status));
-- expect: table app.u has no index that begins with (org_id, created_at)
CREATE TABLE app.u (org_id uuid, created_at timestamptz);
CREATE INDEX ON app.u USING brin (org_id, created_at);
