CREATE TABLE app.t (a timestamptz(3), seen_at timestamptz, day date);
