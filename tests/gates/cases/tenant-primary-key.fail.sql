-- expect: table app.t has the primary key (id), not (org_id, id)
-- expect: table app.u has no primary key, not (org_id, id)
CREATE TABLE app.t (org_id uuid, id uuid PRIMARY KEY);
CREATE TABLE app.u (org_id uuid, id uuid);
