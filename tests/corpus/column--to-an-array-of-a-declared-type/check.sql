DO $$ BEGIN
  ASSERT (SELECT a = '{2}' AND b[1].x = 7 AND c = '{2001-02-03}' AND d = '{1}' AND e::text[] = '{e}' FROM app.t);
END $$;
