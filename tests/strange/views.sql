-- Queries of all kinds in views.
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, parent integer REFERENCES app.t, kind text, size numeric, at timestamptz, doc xml, tags text[], note text COLLATE "C");
CREATE TABLE app.u (id integer, kind text, "Amount" numeric);
CREATE VIEW app.grouping_sets AS
  SELECT kind, date_trunc('month', at) AS month, grouping(kind, date_trunc('month', at)) AS g, count(DISTINCT id) FILTER (WHERE size > 1) AS n,
    string_agg(note, ', ' ORDER BY note DESC NULLS LAST, id), percentile_cont(0.5) WITHIN GROUP (ORDER BY size) AS median,
    mode() WITHIN GROUP (ORDER BY kind), rank(3) WITHIN GROUP (ORDER BY size DESC) AS hypothetical
  FROM app.t GROUP BY GROUPING SETS ((kind, date_trunc('month', at)), ROLLUP (kind), CUBE (kind, date_trunc('month', at)), ()) HAVING count(*) > 1;
CREATE VIEW app.group_distinct AS SELECT kind, note, count(*) AS n FROM app.t GROUP BY DISTINCT ROLLUP (kind, note), ROLLUP (kind);
CREATE VIEW app.windows AS
  SELECT id, row_number() OVER w, lag(size, 2, 0) OVER (w ROWS BETWEEN 2 PRECEDING AND CURRENT ROW EXCLUDE TIES) AS l,
    sum(size) OVER (PARTITION BY kind ORDER BY at RANGE BETWEEN INTERVAL '1 day' PRECEDING AND UNBOUNDED FOLLOWING) AS s,
    first_value(id) OVER (ORDER BY size GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS f
  FROM app.t WINDOW w AS (PARTITION BY kind ORDER BY size DESC NULLS FIRST);
CREATE VIEW app.laterals AS
  SELECT t.id, x.n, y.tag, y.ordinality, z.* FROM app.t
  LEFT JOIN LATERAL (SELECT count(*) AS n FROM app.u WHERE u.kind = t.kind OFFSET 0) x ON true
  CROSS JOIN LATERAL unnest(t.tags) WITH ORDINALITY AS y (tag, ordinality)
  CROSS JOIN ROWS FROM (generate_series(1, 3), unnest(ARRAY['a', 'b'])) WITH ORDINALITY AS z (one, two, three);
CREATE RECURSIVE VIEW app.tree (id, path, depth) AS
  SELECT id, ARRAY[id], 0 FROM app.t WHERE parent IS NULL
  UNION ALL SELECT t.id, tree.path || t.id, tree.depth + 1 FROM app.t JOIN tree ON t.parent = tree.id;
CREATE VIEW app.searched AS
  WITH RECURSIVE walk (id, parent) AS (SELECT id, parent FROM app.t WHERE parent IS NULL UNION SELECT t.id, t.parent FROM app.t JOIN walk w ON t.parent = w.id)
    SEARCH DEPTH FIRST BY id SET ordering CYCLE id SET is_cycle USING path
  SELECT id, is_cycle FROM walk ORDER BY ordering, path LIMIT 10 OFFSET 2;
CREATE VIEW app.ctes AS
  WITH a AS MATERIALIZED (SELECT id FROM app.t), b (x, y) AS NOT MATERIALIZED (SELECT id, kind FROM app.u), c AS (VALUES (1, 'one'), (2, NULL))
  SELECT a.id, b.y, c.column2 FROM a FULL JOIN b ON a.id = b.x NATURAL LEFT JOIN (SELECT column1 AS id, column2 FROM c) AS c;
CREATE VIEW app.tree_ids AS SELECT id FROM app.tree;
CREATE VIEW app.sets AS (SELECT id FROM app.t EXCEPT ALL SELECT id FROM app.u) INTERSECT (SELECT 1 UNION SELECT 2 ORDER BY 1 DESC FETCH FIRST 1 ROWS WITH TIES) UNION ALL TABLE app.tree_ids;
CREATE VIEW app.joins AS SELECT j.id, j.kind, t.size, third."Amount" FROM app.t JOIN app.u USING (id, kind) AS j LEFT JOIN (app.u AS second (i, k) CROSS JOIN app.u AS third) ON second.i = t.id;
CREATE VIEW app.samples AS SELECT * FROM app.t TABLESAMPLE BERNOULLI (10 + 5) REPEATABLE (42), ONLY app.u AS s (i, k, a) TABLESAMPLE system (1);
CREATE VIEW app.xml AS
  SELECT t.id, x.*, XMLELEMENT(NAME item, XMLATTRIBUTES(t.id AS "Number", kind), XMLFOREST(size, note AS n), XMLCOMMENT('c'), XMLPI(NAME php, 'x'), XMLCONCAT('<a/>', '<b/>')) AS made,
    XMLSERIALIZE(CONTENT doc AS text) AS text, XMLROOT(doc, VERSION '1.0', STANDALONE YES) AS root, doc IS DOCUMENT AS d, XMLEXISTS('//a' PASSING BY REF doc) AS e
  FROM app.t, XMLTABLE(XMLNAMESPACES('http://example.com' AS ex), '/rows/ex:row' PASSING doc
    COLUMNS nr FOR ORDINALITY, name text PATH '@name' DEFAULT 'none' NOT NULL, "Size" numeric PATH 'size', raw xml PATH '.') AS x;
CREATE VIEW app.rows AS
  SELECT DISTINCT ON (kind, id % 2) t, ROW(t.*, 1)::text AS r, (SELECT u FROM app.u LIMIT 1) AS sub, ARRAY(SELECT id FROM app.u ORDER BY id) AS list,
    EXISTS (SELECT 1) AS e, id = ALL (SELECT id FROM app.u) AS every, (id, kind) = (SELECT id, kind FROM app.u LIMIT 1) AS same,
    tags[1:2], tags[array_upper(tags, 1)] AS last, (t.tags)[1] AS first, CASE kind WHEN 'a' THEN 1 WHEN 'b' THEN 2 END AS c, '{1,2}'::integer[] || 3 AS appended
  FROM app.t ORDER BY kind, id % 2, size USING > NULLS LAST;
CREATE VIEW app.casts AS
  SELECT 1::smallint AS c0, '1'::text::varchar(3) AS c1, CAST(1.5 AS numeric(3, 1)) AS c2, DATE '2026-01-01' AS c3, TIMESTAMP WITH TIME ZONE '2026-01-01 00:00+02' AS c4, INTERVAL '1' YEAR AS c5, INTERVAL(2) '1.234 s' AS c6, B'101' AS c7, X'1F' AS c8, E'\t\n\\' AS c9, U&'d\0061t\+000061' AS c10, 'a'
'b' AS c11, $$dollar$$ AS c12, '1e400'::numeric AS c13, 'NaN'::float8 AS c14, -1 AS c15, - 2 AS c16, 2 ^ -1 AS c17, 1.0 / 3 AS c18, 5 % 3 AS c19, |/ 25.0 AS root, @ -5 AS abs;
CREATE VIEW app.checked WITH (security_barrier) AS SELECT id, kind FROM app.t WHERE size > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW app.checked_again (number, "Kind") WITH (check_option = cascaded) AS SELECT * FROM app.checked WHERE id > 0;
CREATE VIEW app.locked AS SELECT * FROM app.t FOR NO KEY UPDATE OF t SKIP LOCKED;
CREATE VIEW app.nothing AS SELECT FROM app.t;
CREATE VIEW app.system AS SELECT tableoid::regclass, ctid, xmin, * FROM app.u WHERE current_date > 'yesterday'::date AND CURRENT_CATALOG <> 'x' AND LOCALTIMESTAMP(2) IS NOT NULL;
CREATE MATERIALIZED VIEW app.kept (a, b) WITH (fillfactor = 80, autovacuum_enabled = false) AS SELECT kind, sum(size) FROM app.t GROUP BY 1 ORDER BY 2 DESC;
CREATE UNIQUE INDEX kept_key ON app.kept (a) WHERE b > 0;
ALTER VIEW app.checked ALTER COLUMN kind SET DEFAULT 'of ' || CURRENT_USER;
