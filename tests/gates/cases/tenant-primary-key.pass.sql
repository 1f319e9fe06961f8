CREATE TABLE app.organisations (id uuid PRIMARY KEY);
COMMENT ON TABLE app.organisations IS '@tenant id';
CREATE TABLE app.t (org_id uuid, id uuid, PRIMARY KEY (org_id, id));
CREATE TABLE app.pairs (org_id uuid, a int, b int, PRIMARY KEY (org_id, a, b));
