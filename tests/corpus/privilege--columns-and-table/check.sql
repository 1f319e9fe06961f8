DO $$ BEGIN
  ASSERT has_column_privilege('corpus_reader', 'app.t', 'a', 'SELECT');
  ASSERT NOT has_column_privilege('corpus_reader', 'app.t', 'id', 'SELECT');
  ASSERT NOT has_table_privilege('corpus_writer', 'app.t', 'UPDATE');
END $$;
