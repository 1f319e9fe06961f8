-- expect: column app.t.a is timestamp(3) without time zone, not timestamptz
-- expect: column app.t.seen_at is date, not timestamptz
CREATE TABLE app.t (a timestamp(3), seen_at date);
