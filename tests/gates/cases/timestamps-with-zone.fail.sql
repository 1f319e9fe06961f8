-- expect: column app.t.a is timestamp(3) without time zone, not timestamptz
-- expect: column app.t.seen_at is date, not timestamptz
-- expect: column app.t.days is timestamp without time zone[], not timestamptz
-- expect: column app.t.due is app.local, which is timestamp(0) without time zone, not timestamptz
-- expect: column app.t.many is app.local[], which is timestamp(0) without time zone, not timestamptz
-- expect: column app.t.told_at is text, not timestamptz
CREATE TABLE app.t (a timestamp(3), seen_at date);
CREATE DOMAIN app.local AS timestamp(0);
ALTER TABLE app.t ADD days timestamp[], ADD due app.local, ADD many app.local[], ADD told_at text;
