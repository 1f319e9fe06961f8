CREATE TYPE app.state AS ENUM ('a');
CREATE TABLE app.t (status text CHECK (status IN ('a', 'b')), state app.state, estate text);
