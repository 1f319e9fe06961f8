-- expect: table app."OrderLines" is not written in small letters
-- expect: column app.t."order" is not written in small letters
CREATE TABLE app."OrderLines" (id int);
CREATE TABLE app.t ("order" int);
