DO $$ BEGIN
  IF (SELECT count(*) FROM app.m WHERE size = 3) <> 2 THEN RAISE EXCEPTION 'rows or their new values are gone'; END IF;
  IF EXISTS (SELECT FROM pg_index WHERE NOT indisvalid) THEN RAISE EXCEPTION 'an index does not reach the partitions'; END IF;
  IF (SELECT count(*) FROM pg_inherits) <> 6 THEN RAISE EXCEPTION 'a partition or its index is not attached'; END IF;
END $$;
