DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname LIKE 'events%' AND NOT i.indisvalid) THEN
    RAISE 'an index is not valid';
  END IF;
  IF (SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relname LIKE 'events%') <> 8 THEN
    RAISE 'an index of a partition is missing';
  END IF;
END $$;
