-- The books: append-only. A posting is written while its document is a draft; a wrong one is put right
-- by its opposite. When the document is posted, its postings are sealed (LEDGER-POSTING-3). The foreign key to the document
-- names organisation and currency (LEDGER-POSTING-4).
CREATE TABLE ledger.postings (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  document_id uuid NOT NULL,
  account text NOT NULL,
  side text NOT NULL,
  amount numeric(18, 2) NOT NULL,
  currency text NOT NULL,
  booked_on date NOT NULL,
  memo text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT postings_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT postings_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT postings_document_fkey
    FOREIGN KEY (org_id, document_id, currency) REFERENCES ledger.documents (org_id, id, currency),
  CONSTRAINT postings_account_check CHECK (account ~ '^[0-9]{4,8}$'),
  CONSTRAINT postings_side_check CHECK (side IN ('debit', 'credit')),
  CONSTRAINT postings_amount_check CHECK (amount > 0)
);

COMMENT ON TABLE ledger.postings IS 'Double-entry bookings of documents; append-only. @class append-only';
COMMENT ON COLUMN ledger.postings.account IS 'Number in the organisation''s chart of accounts.';
COMMENT ON COLUMN ledger.postings.amount IS 'Always positive; side says which way.';
COMMENT ON COLUMN ledger.postings.currency IS 'That of the document.';

CREATE INDEX postings_created_at_idx ON ledger.postings (org_id, created_at);
CREATE INDEX postings_document_idx ON ledger.postings (org_id, document_id, currency);
CREATE INDEX postings_account_idx ON ledger.postings (org_id, account, booked_on);

-- The share lock keeps the document from being posted while this transaction still writes.
CREATE FUNCTION ledger.require_draft_document() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  state text;
BEGIN
  SELECT d.status INTO state
    FROM ledger.documents d
    WHERE d.org_id = NEW.org_id AND d.id = NEW.document_id
    FOR SHARE;
  IF state <> 'draft' THEN
    RAISE EXCEPTION 'document % is %: it takes no more postings', NEW.document_id, state
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION ledger.require_draft_document() IS 'Refuses postings for a document that is no draft.';

REVOKE ALL ON FUNCTION ledger.require_draft_document() FROM PUBLIC;

CREATE TRIGGER require_draft_document BEFORE INSERT ON ledger.postings
  FOR EACH ROW EXECUTE FUNCTION ledger.require_draft_document();

CREATE TRIGGER reject_mutation BEFORE UPDATE OR DELETE ON ledger.postings
  FOR EACH ROW EXECUTE FUNCTION ledger.reject_mutation();

CREATE TRIGGER reject_truncate BEFORE TRUNCATE ON ledger.postings
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.reject_mutation();

ALTER TABLE ledger.postings ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.postings FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.postings
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

GRANT SELECT ON ledger.postings TO ledger_ro;
GRANT SELECT, INSERT ON ledger.postings TO ledger_rw;
REVOKE UPDATE, DELETE ON ledger.postings FROM PUBLIC, ledger_rw, ledger_ro;
