CREATE TABLE app.organisations (id uuid PRIMARY KEY);
COMMENT ON TABLE app.organisations IS '@tenant id';
CREATE TABLE app.t (org_id uuid, id uuid, PRIMARY KEY (org_id, id));
CREATE TABLE app.pairs (org_id uuid, a int, b int, PRIMARY KEY (org_id, a, b));
CREATE TABLE app.p (org_id uuid, id uuid, made date, PRIMARY KEY (org_id, id, made)) PARTITION BY RANGE (made);
