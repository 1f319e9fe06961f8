DO $$ BEGIN
  IF EXISTS (SELECT FROM ONLY app.m_1 WHERE size <> id * 2) OR EXISTS (SELECT FROM ONLY app.h WHERE note <> 'x') THEN
    RAISE 'rows were not filled';
  END IF;
END $$;
