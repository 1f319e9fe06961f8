-- expect: column app.t."Old" is not written in small letters, digits and single underscores, or needs quotes; in a source write the new name where it is made, and beside it `-- rename: column app.t."Old" -> app.t.old`
-- expect: constraint app.d."Dc" is not written in small letters
CREATE DOMAIN app.d AS int CONSTRAINT "Dc" CHECK (VALUE > 0);
CREATE TABLE app.t (id int, "Old" int) PARTITION BY LIST (id);
CREATE TABLE app.t_1 PARTITION OF app.t DEFAULT;
