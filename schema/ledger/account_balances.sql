-- Balances of the posted documents. The view reads with its owner's rights, and an owner may be exempt from
-- row security: so it names the tenant itself (LEDGER-TENANT-4).
CREATE VIEW ledger.account_balances WITH (security_barrier = true) AS
  SELECT p.org_id,
         p.account,
         p.currency,
         sum(p.amount) FILTER (WHERE p.side = 'debit') AS debit,
         sum(p.amount) FILTER (WHERE p.side = 'credit') AS credit,
         sum(CASE p.side WHEN 'debit' THEN p.amount ELSE -p.amount END) AS balance
    FROM ledger.postings p
    JOIN ledger.documents d ON d.org_id = p.org_id AND d.id = p.document_id
   WHERE d.status = 'posted'
     AND p.org_id = nullif(current_setting('app.org_id', true), '')::uuid
   GROUP BY p.org_id, p.account, p.currency;

COMMENT ON VIEW ledger.account_balances IS 'Debit, credit and balance of each account of the current organisation.';
COMMENT ON COLUMN ledger.account_balances.balance IS 'Debit less credit.';

GRANT SELECT ON ledger.account_balances TO ledger_rw, ledger_ro;
