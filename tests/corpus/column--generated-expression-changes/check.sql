DO $$ BEGIN ASSERT (SELECT bool_and(g = a * 3) FROM app.v JOIN app.t USING (id, g)); END $$;
