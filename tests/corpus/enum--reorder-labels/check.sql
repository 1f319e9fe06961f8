DO $$ BEGIN ASSERT (SELECT array_agg(id ORDER BY size) = '{2,3,1,4}' FROM app.shirts); END $$;
