DO $$ BEGIN
  ASSERT (SELECT count(*) = 2 FROM app.m), 'made anew, it holds its rows';
  ASSERT has_column_privilege('corpus_writer', 'app.w', 'b', 'UPDATE WITH GRANT OPTION');
END $$;
