-- The first organisation's goods and books.
SELECT set_config('app.org_id', '0a000000-0000-4000-8000-000000000001', true);

INSERT INTO ledger.products (org_id, id, sku, name)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000701', 'S-1', 'Sign'),
         ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000702', 'S-2', 'Frame');
INSERT INTO ledger.stock_movements (org_id, product_id, quantity, reason)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000701', 10, 'purchase'),
         ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000701', -4, 'sale'),
         ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000702', 3, 'purchase');
INSERT INTO ledger.documents (org_id, id, kind, number, customer_id, document_date, net_amount, tax_amount)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000801', 'invoice', 'R-1',
          '0a000000-0000-4000-8000-000000000301', '2026-02-01', 100, 19);
INSERT INTO ledger.postings (org_id, document_id, account, side, amount, currency, booked_on)
  VALUES ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000801', '1400', 'debit', 119,
          'EUR', '2026-02-01'),
         ('0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000801', '8400', 'credit', 119,
          'EUR', '2026-02-01');
UPDATE ledger.documents SET status = 'posted' WHERE id = '0a000000-0000-4000-8000-000000000801';
