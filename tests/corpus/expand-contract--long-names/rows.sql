INSERT INTO "My app".ttttttttttttttttttttttttttttttääääääääääääääää SELECT n, n FROM generate_series(1, 50) n;
