-- majors: 17
-- SQL/JSON: JSON_TABLE, constructors and query functions.
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, doc jsonb CHECK (doc IS JSON OBJECT WITH UNIQUE KEYS), raw text CHECK (raw IS NOT JSON SCALAR));
CREATE VIEW app.items AS
  SELECT t.id, j.* FROM app.t, JSON_TABLE(doc, '$.items[*] ? (@.size > $least)' AS root PASSING 3 AS least
    COLUMNS (nr FOR ORDINALITY, name text PATH '$.name' DEFAULT 'none' ON EMPTY ERROR ON ERROR, has boolean EXISTS PATH '$.x' UNKNOWN ON ERROR,
      part jsonb FORMAT JSON PATH '$.part' WITH CONDITIONAL WRAPPER KEEP QUOTES NULL ON EMPTY,
      NESTED PATH '$.tags[*]' AS tags COLUMNS (tag_nr FOR ORDINALITY, tag text PATH '$', NESTED PATH '$.deep[*]' COLUMNS (deep integer PATH '$'))) ERROR ON ERROR) AS j;
CREATE VIEW app.queries AS
  SELECT JSON_VALUE(doc, '$.a' RETURNING integer DEFAULT -1 ON EMPTY NULL ON ERROR) AS v, JSON_QUERY(doc, 'lax $.b[*]' RETURNING jsonb WITH UNCONDITIONAL WRAPPER EMPTY ARRAY ON EMPTY) AS q,
    JSON_EXISTS(doc, 'strict $.c ? (@ > $x)' PASSING 1 AS x TRUE ON ERROR) AS e, JSON_QUERY(doc, '$.s' RETURNING text OMIT QUOTES) AS s
  FROM app.t;
CREATE VIEW app.made AS
  SELECT JSON_OBJECT('id' VALUE id, 'raw': raw NULL ON NULL WITH UNIQUE KEYS RETURNING jsonb) AS o, JSON_ARRAY(id, raw ABSENT ON NULL) AS a,
    JSON_ARRAY(SELECT id FROM app.t AS other ORDER BY id RETURNING jsonb) AS b, JSON('{"a":1}' WITH UNIQUE KEYS) AS j, JSON_SCALAR(raw) AS k, JSON_SERIALIZE(doc RETURNING bytea) AS l,
    raw IS JSON ARRAY AS i
  FROM app.t;
CREATE VIEW app.gathered AS SELECT JSON_OBJECTAGG(id: raw ABSENT ON NULL WITH UNIQUE KEYS RETURNING jsonb) AS o, JSON_ARRAYAGG(raw ORDER BY id DESC NULL ON NULL) FILTER (WHERE id > 1) AS a FROM app.t;
