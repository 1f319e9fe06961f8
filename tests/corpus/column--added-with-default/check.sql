DO $$ BEGIN
  ASSERT (SELECT count(*) = 2 FROM app.t WHERE state = 'new' AND key = 'fresh' AND number > 0 AND twice = id * 2);
END $$;
