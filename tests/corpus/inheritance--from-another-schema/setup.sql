CREATE SCHEMA base; CREATE TABLE base.p (id integer, a text); GRANT USAGE ON SCHEMA base TO PUBLIC; ALTER SCHEMA base OWNER TO corpus_boss; ALTER TABLE base.p OWNER TO corpus_boss;
