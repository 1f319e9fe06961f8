INSERT INTO app.customers VALUES (1, 'Ada'), (2, 'Grace');
INSERT INTO billing.invoices VALUES (10, 1);
