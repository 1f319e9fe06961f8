DO $$ BEGIN ASSERT (SELECT sum(m.n + o.n + p.n) = 30300 FROM app.m JOIN app.o USING (id) JOIN app.p USING (id)); END $$;
