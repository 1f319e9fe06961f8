DO $$ BEGIN
  ASSERT (SELECT sum(total) = 125250 FROM app.per_day), 'it holds its rows';
  ASSERT (SELECT n = 3 FROM app.bests);
  ASSERT (SELECT count(*) = 60 FROM app.days());
  ASSERT (SELECT count(*) = 500 FROM app.bare);
  ASSERT NOT EXISTS (SELECT FROM pg_class WHERE relname LIKE '%stackschema%');
  ASSERT (SELECT reltuples = 60 FROM pg_class WHERE oid = 'app.per_day'::regclass), 'and is analysed';
  ASSERT (SELECT obj_description('app.bare'::regclass) IS NULL);
END $$;
REFRESH MATERIALIZED VIEW CONCURRENTLY app.per_day;
