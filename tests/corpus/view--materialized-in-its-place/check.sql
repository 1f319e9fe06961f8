DO $$ BEGIN
  ASSERT (SELECT s = 10100 FROM app.upon);
  ASSERT (SELECT count(*) = 100 FROM app.over_view);
  ASSERT (SELECT count(*) = 100 FROM app.retyped);
END $$;
