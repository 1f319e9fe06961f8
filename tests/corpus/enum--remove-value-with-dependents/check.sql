DO $$ BEGIN ASSERT app.is_open('open'); ASSERT (SELECT count(*) = 0 FROM app.job_counts WHERE state IS NULL); END $$;
