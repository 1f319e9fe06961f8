-- Invoices, credit notes, payments and journals. A draft may change; a posted document never does:
-- a mistake is put right by another document that reverses it (LEDGER-POSTING-1).
CREATE TABLE ledger.documents (
  org_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  kind text NOT NULL,
  number text NOT NULL,
  status text NOT NULL DEFAULT 'draft',
  customer_id uuid,
  project_id uuid,
  quote_id uuid,
  reverses_id uuid,
  document_date date NOT NULL,
  due_date date,
  currency text NOT NULL DEFAULT 'EUR',
  net_amount numeric(18, 2) NOT NULL DEFAULT 0,
  tax_amount numeric(18, 2) NOT NULL DEFAULT 0,
  gross_amount numeric(18, 2) NOT NULL GENERATED ALWAYS AS (net_amount + tax_amount) STORED,
  posted_at timestamptz,
  posted_by_id uuid,
  version integer NOT NULL DEFAULT 1,
  metadata jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT documents_pkey PRIMARY KEY (org_id, id),
  CONSTRAINT documents_number_key UNIQUE (org_id, kind, number),
  CONSTRAINT documents_currency_key UNIQUE (org_id, id, currency),
  CONSTRAINT documents_org_fkey FOREIGN KEY (org_id) REFERENCES ledger.organisations (id),
  CONSTRAINT documents_customer_fkey FOREIGN KEY (org_id, customer_id) REFERENCES ledger.customers (org_id, id),
  CONSTRAINT documents_project_fkey FOREIGN KEY (org_id, project_id) REFERENCES ledger.projects (org_id, id),
  CONSTRAINT documents_quote_fkey FOREIGN KEY (org_id, quote_id) REFERENCES ledger.quotes (org_id, id),
  CONSTRAINT documents_reverses_fkey FOREIGN KEY (org_id, reverses_id) REFERENCES ledger.documents (org_id, id),
  CONSTRAINT documents_posted_by_fkey FOREIGN KEY (org_id, posted_by_id) REFERENCES ledger.memberships (org_id, id),
  CONSTRAINT documents_kind_check CHECK (kind IN ('invoice', 'credit_note', 'payment', 'journal')),
  CONSTRAINT documents_status_check CHECK (status IN ('draft', 'posted', 'void')),
  CONSTRAINT documents_customer_check CHECK (kind = 'journal' OR customer_id IS NOT NULL),
  CONSTRAINT documents_due_date_check CHECK (due_date >= document_date),
  CONSTRAINT documents_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT documents_net_amount_check CHECK (net_amount >= 0),
  CONSTRAINT documents_tax_amount_check CHECK (tax_amount >= 0),
  CONSTRAINT documents_version_check CHECK (version > 0),
  CONSTRAINT documents_posted_check CHECK ((status = 'posted') = (posted_at IS NOT NULL)),
  CONSTRAINT documents_reverses_check CHECK (reverses_id <> id),
  CONSTRAINT documents_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT documents_metadata_keys_check CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
      'customer_id', 'org_id', 'quantity', 'status'])
);

COMMENT ON TABLE ledger.documents IS 'Invoices, credit notes, payments and journals; immutable once posted. @class document';
COMMENT ON COLUMN ledger.documents.status IS 'draft: may change; posted: in the books for ever; void: a draft given up.';
COMMENT ON COLUMN ledger.documents.reverses_id IS 'The posted document that this one takes back.';
COMMENT ON COLUMN ledger.documents.gross_amount IS 'Computed: net and tax.';
COMMENT ON COLUMN ledger.documents.posted_at IS 'Set by the database when the status becomes posted.';
COMMENT ON COLUMN ledger.documents.version IS 'Moves with every change: an UPDATE that names the version it read overwrites nobody.';
COMMENT ON COLUMN ledger.documents.metadata IS 'What integrations attach; never read by the ledger. @holds metadata';
COMMENT ON CONSTRAINT documents_currency_key ON ledger.documents IS 'For postings: they have the currency of their document.';

CREATE INDEX documents_created_at_idx ON ledger.documents (org_id, created_at);
CREATE INDEX documents_status_idx ON ledger.documents (org_id, status);
CREATE INDEX documents_customer_idx ON ledger.documents (org_id, customer_id);
CREATE INDEX documents_project_idx ON ledger.documents (org_id, project_id);
CREATE INDEX documents_quote_idx ON ledger.documents (org_id, quote_id);
CREATE INDEX documents_posted_by_idx ON ledger.documents (org_id, posted_by_id);
CREATE UNIQUE INDEX documents_reverses_key ON ledger.documents (org_id, reverses_id) WHERE reverses_id IS NOT NULL;
CREATE INDEX documents_due_idx ON ledger.documents (org_id, due_date) INCLUDE (gross_amount)
  WHERE status = 'posted' AND kind = 'invoice';

-- Posting seals the document: its postings must exist and balance (LEDGER-POSTING-2), and nothing changes afterwards.
CREATE FUNCTION ledger.post_document() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  entries bigint;
  difference numeric;
BEGIN
  SELECT count(*), coalesce(sum(CASE p.side WHEN 'debit' THEN p.amount ELSE -p.amount END), 0)
    INTO entries, difference
    FROM ledger.postings p
    WHERE p.org_id = NEW.org_id AND p.document_id = NEW.id;
  IF entries = 0 OR difference <> 0 THEN
    RAISE EXCEPTION 'document % does not balance: % postings, debit less credit is %', NEW.id, entries, difference
      USING ERRCODE = 'check_violation';
  END IF;
  NEW.posted_at := now();
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION ledger.post_document() IS 'Lets a document become posted only when its postings balance.';

REVOKE ALL ON FUNCTION ledger.post_document() FROM PUBLIC;

CREATE TRIGGER reject_posted_mutation BEFORE UPDATE OR DELETE ON ledger.documents
  FOR EACH ROW WHEN (OLD.status = 'posted')
  EXECUTE FUNCTION ledger.reject_posted_mutation();

CREATE TRIGGER post_document BEFORE UPDATE OF status ON ledger.documents
  FOR EACH ROW WHEN (OLD.status <> 'posted' AND NEW.status = 'posted')
  EXECUTE FUNCTION ledger.post_document();

CREATE TRIGGER post_new_document BEFORE INSERT ON ledger.documents
  FOR EACH ROW WHEN (NEW.status = 'posted')
  EXECUTE FUNCTION ledger.post_document();

CREATE TRIGGER set_updated_at BEFORE UPDATE ON ledger.documents
  FOR EACH ROW EXECUTE FUNCTION ledger.set_updated_at();

-- LEDGER-POSTING-5
CREATE TRIGGER set_version BEFORE UPDATE ON ledger.documents
  FOR EACH ROW EXECUTE FUNCTION ledger.set_version();

CREATE TRIGGER record_audit AFTER INSERT OR UPDATE OR DELETE ON ledger.documents
  FOR EACH ROW EXECUTE FUNCTION ledger.record_audit();

ALTER TABLE ledger.documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.documents FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON ledger.documents
  USING (org_id = nullif(current_setting('app.org_id', true), '')::uuid)
  WITH CHECK (org_id = nullif(current_setting('app.org_id', true), '')::uuid);

GRANT SELECT ON ledger.documents TO ledger_ro;
GRANT SELECT, INSERT, UPDATE, DELETE ON ledger.documents TO ledger_rw;
