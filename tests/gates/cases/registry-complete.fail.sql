-- expect: table app.t has no class: say in its comment which of truth, document, append-only, projection and reference it is
-- expect: table app.u has the class thruth, which does not exist
-- expect: table app.u has the class thruth, which does not exist; the classes are truth, document, append-only, projection and reference; it says @tenant org and has no such column
-- not mended: which class was meant only its author knows
CREATE TABLE app.t (id int);
CREATE TABLE app.u (id int);
COMMENT ON TABLE app.u IS '@class thruth @tenant org';
