DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname ~ '^[mk]_' AND NOT i.indisvalid) THEN
    RAISE 'an index is not valid';
  END IF;
END $$;
