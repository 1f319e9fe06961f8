CREATE TABLE app.t (a timestamptz(3), seen_at timestamptz, day date);
CREATE DOMAIN app.moment AS timestamptz;
ALTER TABLE app.t ADD tried_at timestamptz[], ADD done_at app.moment, ADD all_at app.moment[];
