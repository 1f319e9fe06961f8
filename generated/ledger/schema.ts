// generated from the local database by drizzle-kit: do not edit. Change schema/ledger, then: npm start
// catalog 4270faf4f41c8a56cb4cee6d25543ad5ef9e5384352da07e748a1601b9d16b40, contents 1d8970d43c04fa7bd3d27b17af50de87

import { boolean, check, date, foreignKey, index, integer, jsonb, numeric, pgPolicy, pgSchema, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { sql } from "drizzle-orm"

export const ledger = pgSchema("ledger");

export const auditLogInLedger = ledger.table("audit_log", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	actorId: uuid("actor_id"),
	action: text().notNull(),
	subjectTable: text("subject_table").notNull(),
	subjectKey: uuid("subject_key").notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("audit_log_action_check", sql`action = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text, 'sign_in'::text, 'export'::text])`),
	check("audit_log_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("audit_log_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'discount'::text, 'price'::text, 'tax'::text, 'total'::text, 'customer_id'::text, 'org_id'::text, 'quantity'::text, 'status'::text])`),
	foreignKey({
			columns: [table.orgId, table.actorId],
			foreignColumns: [membershipsInLedger.id, membershipsInLedger.orgId],
			name: "audit_log_actor_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "audit_log_org_fkey"
		}),
	index("audit_log_actor_idx").using("btree", table.orgId.asc().nullsLast(), table.actorId.asc().nullsLast()),
	index("audit_log_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("audit_log_subject_idx").using("btree", table.orgId.asc().nullsLast(), table.subjectTable.asc().nullsLast(), table.subjectKey.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "audit_log_pkey"}),
]);

export const customersInLedger = ledger.table("customers", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	number: text().notNull(),
	name: text().notNull(),
	email: text(),
	phone: text(),
	fax: text(),
	taxNumber: text("tax_number"),
	status: text().default('active').notNull(),
	paymentDays: integer("payment_days").default(30).notNull(),
	creditLimit: numeric("credit_limit", { precision: 18, scale:  2 }),
	currency: text().default('EUR').notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("customers_credit_limit_check", sql`credit_limit >= (0)::numeric`),
	check("customers_currency_check", sql`currency ~ '^[A-Z]{3}$'::text`),
	check("customers_email_check", sql`email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text`),
	check("customers_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("customers_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'discount'::text, 'price'::text, 'tax'::text, 'total'::text, 'customer_id'::text, 'org_id'::text, 'quantity'::text, 'status'::text])`),
	check("customers_name_check", sql`btrim(name) <> ''::text`),
	check("customers_payment_days_check", sql`(payment_days >= 0) AND (payment_days <= 365)`),
	check("customers_status_check", sql`status = ANY (ARRAY['lead'::text, 'active'::text, 'blocked'::text, 'archived'::text])`),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "customers_org_fkey"
		}),
	index("customers_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("customers_name_idx").using("btree", sql`org_id`, sql`lower(name)`),
	index("customers_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "customers_pkey"}),
	unique("customers_number_key").on(table.orgId, table.number),
]);

export const documentsInLedger = ledger.table("documents", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	kind: text().notNull(),
	number: text().notNull(),
	status: text().default('draft').notNull(),
	customerId: uuid("customer_id"),
	projectId: uuid("project_id"),
	quoteId: uuid("quote_id"),
	reversesId: uuid("reverses_id"),
	documentDate: date("document_date").notNull(),
	dueDate: date("due_date"),
	currency: text().default('EUR').notNull(),
	netAmount: numeric("net_amount", { precision: 18, scale:  2 }).default('0').notNull(),
	taxAmount: numeric("tax_amount", { precision: 18, scale:  2 }).default('0').notNull(),
	grossAmount: numeric("gross_amount", { precision: 18, scale:  2 }).notNull().generatedAlwaysAs(sql`(net_amount + tax_amount)`),
	postedAt: timestamp("posted_at", { withTimezone: true, mode: 'string' }),
	postedById: uuid("posted_by_id"),
	version: integer().default(1).notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("documents_currency_check", sql`currency ~ '^[A-Z]{3}$'::text`),
	check("documents_customer_check", sql`(kind = 'journal'::text) OR (customer_id IS NOT NULL)`),
	check("documents_due_date_check", sql`due_date >= document_date`),
	check("documents_kind_check", sql`kind = ANY (ARRAY['invoice'::text, 'credit_note'::text, 'payment'::text, 'journal'::text])`),
	check("documents_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("documents_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'discount'::text, 'price'::text, 'tax'::text, 'total'::text, 'customer_id'::text, 'org_id'::text, 'quantity'::text, 'status'::text])`),
	check("documents_net_amount_check", sql`net_amount >= (0)::numeric`),
	check("documents_posted_check", sql`(status = 'posted'::text) = (posted_at IS NOT NULL)`),
	check("documents_reverses_check", sql`reverses_id <> id`),
	check("documents_status_check", sql`status = ANY (ARRAY['draft'::text, 'posted'::text, 'void'::text])`),
	check("documents_tax_amount_check", sql`tax_amount >= (0)::numeric`),
	check("documents_version_check", sql`version > 0`),
	foreignKey({
			columns: [table.orgId, table.customerId],
			foreignColumns: [customersInLedger.id, customersInLedger.orgId],
			name: "documents_customer_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.postedById],
			foreignColumns: [membershipsInLedger.id, membershipsInLedger.orgId],
			name: "documents_posted_by_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.projectId],
			foreignColumns: [projectsInLedger.id, projectsInLedger.orgId],
			name: "documents_project_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.quoteId],
			foreignColumns: [quotesInLedger.id, quotesInLedger.orgId],
			name: "documents_quote_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.reversesId],
			foreignColumns: [table.id, table.orgId],
			name: "documents_reverses_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "documents_org_fkey"
		}),
	index("documents_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("documents_customer_idx").using("btree", table.orgId.asc().nullsLast(), table.customerId.asc().nullsLast()),
	index("documents_due_idx").using("btree", table.orgId.asc().nullsLast(), table.dueDate.asc().nullsLast(), table.grossAmount.asc().nullsLast()).where(sql`((status = 'posted'::text) AND (kind = 'invoice'::text))`),
	index("documents_posted_by_idx").using("btree", table.orgId.asc().nullsLast(), table.postedById.asc().nullsLast()),
	index("documents_project_idx").using("btree", table.orgId.asc().nullsLast(), table.projectId.asc().nullsLast()),
	index("documents_quote_idx").using("btree", table.orgId.asc().nullsLast(), table.quoteId.asc().nullsLast()),
	index("documents_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "documents_pkey"}),
	unique("documents_currency_key").on(table.orgId, table.id, table.currency),
	unique("documents_number_key").on(table.orgId, table.kind, table.number),
	uniqueIndex("documents_reverses_key").using("btree", table.orgId.asc().nullsLast(), table.reversesId.asc().nullsLast()).where(sql`(reverses_id IS NOT NULL)`),
]);

export const membershipsInLedger = ledger.table("memberships", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	userId: uuid("user_id").notNull(),
	role: text().default('member').notNull(),
	status: text().default('invited').notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("memberships_role_check", sql`role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text, 'viewer'::text])`),
	check("memberships_status_check", sql`status = ANY (ARRAY['invited'::text, 'active'::text, 'left'::text])`),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "memberships_org_fkey"
		}),
	foreignKey({
			columns: [table.userId],
			foreignColumns: [usersInLedger.id],
			name: "memberships_user_fkey"
		}),
	index("memberships_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("memberships_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	index("memberships_user_idx").using("btree", table.userId.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "memberships_pkey"}),
	unique("memberships_user_key").on(table.orgId, table.userId),
]);

export const organisationsInLedger = ledger.table("organisations", {
	id: uuid().defaultRandom().primaryKey().notNull(),
	name: text().notNull(),
	slug: text().notNull(),
	status: text().default('active').notNull(),
	baseCurrency: text("base_currency").default('EUR').notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("organisations_base_currency_check", sql`base_currency ~ '^[A-Z]{3}$'::text`),
	check("organisations_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("organisations_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'discount'::text, 'price'::text, 'tax'::text, 'total'::text, 'customer_id'::text, 'org_id'::text, 'quantity'::text, 'status'::text])`),
	check("organisations_name_check", sql`btrim(name) <> ''::text`),
	check("organisations_slug_check", sql`slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text`),
	check("organisations_status_check", sql`status = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text])`),
	index("organisations_created_at_idx").using("btree", table.createdAt.asc().nullsLast()),
	index("organisations_status_idx").using("btree", table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	unique("organisations_slug_key").on(table.slug),
]);

export const postingsInLedger = ledger.table("postings", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	documentId: uuid("document_id").notNull(),
	account: text().notNull(),
	side: text().notNull(),
	amount: numeric({ precision: 18, scale:  2 }).notNull(),
	currency: text().notNull(),
	bookedOn: date("booked_on").notNull(),
	memo: text(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("postings_account_check", sql`account ~ '^[0-9]{4,8}$'::text`),
	check("postings_amount_check", sql`amount > (0)::numeric`),
	check("postings_side_check", sql`side = ANY (ARRAY['debit'::text, 'credit'::text])`),
	foreignKey({
			columns: [table.orgId, table.documentId, table.currency],
			foreignColumns: [documentsInLedger.currency, documentsInLedger.id, documentsInLedger.orgId],
			name: "postings_document_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "postings_org_fkey"
		}),
	index("postings_account_idx").using("btree", table.orgId.asc().nullsLast(), table.account.asc().nullsLast(), table.bookedOn.asc().nullsLast()),
	index("postings_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("postings_document_idx").using("btree", table.orgId.asc().nullsLast(), table.documentId.asc().nullsLast(), table.currency.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "postings_pkey"}),
]);

export const productsInLedger = ledger.table("products", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	sku: text().notNull(),
	name: text().notNull(),
	status: text().default('active').notNull(),
	unit: text().default('piece').notNull(),
	unitPrice: numeric("unit_price", { precision: 18, scale:  4 }).default('0').notNull(),
	currency: text().default('EUR').notNull(),
	stocked: boolean().default(true).notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("products_currency_check", sql`currency ~ '^[A-Z]{3}$'::text`),
	check("products_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("products_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'discount'::text, 'price'::text, 'tax'::text, 'total'::text, 'customer_id'::text, 'org_id'::text, 'quantity'::text, 'status'::text])`),
	check("products_name_check", sql`btrim(name) <> ''::text`),
	check("products_status_check", sql`status = ANY (ARRAY['active'::text, 'discontinued'::text, 'archived'::text])`),
	check("products_unit_price_check", sql`unit_price >= (0)::numeric`),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "products_org_fkey"
		}),
	index("products_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("products_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "products_pkey"}),
	unique("products_sku_key").on(table.orgId, table.sku),
]);

export const projectsInLedger = ledger.table("projects", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	customerId: uuid("customer_id"),
	rateCardId: uuid("rate_card_id"),
	code: text().notNull(),
	name: text().notNull(),
	status: text().default('planned').notNull(),
	startsOn: date("starts_on"),
	endsOn: date("ends_on"),
	budget: numeric({ precision: 18, scale:  2 }),
	currency: text().default('EUR').notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("projects_budget_check", sql`budget >= (0)::numeric`),
	check("projects_currency_check", sql`currency ~ '^[A-Z]{3}$'::text`),
	check("projects_dates_check", sql`ends_on >= starts_on`),
	check("projects_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("projects_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'discount'::text, 'price'::text, 'tax'::text, 'total'::text, 'customer_id'::text, 'org_id'::text, 'quantity'::text, 'status'::text])`),
	check("projects_name_check", sql`btrim(name) <> ''::text`),
	check("projects_status_check", sql`status = ANY (ARRAY['planned'::text, 'active'::text, 'paused'::text, 'done'::text, 'cancelled'::text])`),
	foreignKey({
			columns: [table.orgId, table.customerId],
			foreignColumns: [customersInLedger.id, customersInLedger.orgId],
			name: "projects_customer_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.rateCardId],
			foreignColumns: [rateCardsInLedger.id, rateCardsInLedger.orgId],
			name: "projects_rate_card_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "projects_org_fkey"
		}),
	index("projects_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("projects_customer_idx").using("btree", table.orgId.asc().nullsLast(), table.customerId.asc().nullsLast()),
	index("projects_rate_card_idx").using("btree", table.orgId.asc().nullsLast(), table.rateCardId.asc().nullsLast()),
	index("projects_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "projects_pkey"}),
	unique("projects_code_key").on(table.orgId, table.code),
]);

export const quoteLinesInLedger = ledger.table("quote_lines", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	quoteId: uuid("quote_id").notNull(),
	rateCardItemId: uuid("rate_card_item_id"),
	productId: uuid("product_id"),
	position: integer().notNull(),
	description: text().notNull(),
	quantity: numeric({ precision: 18, scale:  4 }).default('1').notNull(),
	unitPrice: numeric("unit_price", { precision: 18, scale:  4 }).notNull(),
	discountPercent: numeric("discount_percent", { precision: 5, scale:  2 }).default('0').notNull(),
	netAmount: numeric("net_amount", { precision: 18, scale:  2 }).notNull().generatedAlwaysAs(sql`round((((quantity * unit_price) * ((100)::numeric - discount_percent)) / (100)::numeric), 2)`),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("quote_lines_discount_percent_check", sql`(discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric)`),
	check("quote_lines_position_check", sql`"position" > 0`),
	check("quote_lines_quantity_check", sql`quantity > (0)::numeric`),
	check("quote_lines_subject_check", sql`num_nonnulls(rate_card_item_id, product_id) <= 1`),
	check("quote_lines_unit_price_check", sql`unit_price >= (0)::numeric`),
	foreignKey({
			columns: [table.orgId, table.productId],
			foreignColumns: [productsInLedger.id, productsInLedger.orgId],
			name: "quote_lines_product_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.quoteId],
			foreignColumns: [quotesInLedger.id, quotesInLedger.orgId],
			name: "quote_lines_quote_fkey"
		}).onDelete("cascade"),
	foreignKey({
			columns: [table.orgId, table.rateCardItemId],
			foreignColumns: [rateCardItemsInLedger.id, rateCardItemsInLedger.orgId],
			name: "quote_lines_rate_card_item_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "quote_lines_org_fkey"
		}),
	index("quote_lines_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("quote_lines_product_idx").using("btree", table.orgId.asc().nullsLast(), table.productId.asc().nullsLast()),
	index("quote_lines_rate_card_item_idx").using("btree", table.orgId.asc().nullsLast(), table.rateCardItemId.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "quote_lines_pkey"}),
	unique("quote_lines_position_key").on(table.orgId, table.quoteId, table.position),
]);

export const quotesInLedger = ledger.table("quotes", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	customerId: uuid("customer_id").notNull(),
	projectId: uuid("project_id"),
	rateCardId: uuid("rate_card_id"),
	number: text().notNull(),
	status: text().default('draft').notNull(),
	currency: text().default('EUR').notNull(),
	issuedOn: date("issued_on"),
	validUntil: date("valid_until"),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("quotes_currency_check", sql`currency ~ '^[A-Z]{3}$'::text`),
	check("quotes_issued_check", sql`(status = 'draft'::text) OR (issued_on IS NOT NULL)`),
	check("quotes_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("quotes_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'discount'::text, 'price'::text, 'tax'::text, 'total'::text, 'customer_id'::text, 'org_id'::text, 'quantity'::text, 'status'::text])`),
	check("quotes_status_check", sql`status = ANY (ARRAY['draft'::text, 'sent'::text, 'accepted'::text, 'declined'::text, 'expired'::text])`),
	check("quotes_validity_check", sql`valid_until >= issued_on`),
	foreignKey({
			columns: [table.orgId, table.customerId],
			foreignColumns: [customersInLedger.id, customersInLedger.orgId],
			name: "quotes_customer_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.projectId],
			foreignColumns: [projectsInLedger.id, projectsInLedger.orgId],
			name: "quotes_project_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.rateCardId],
			foreignColumns: [rateCardsInLedger.id, rateCardsInLedger.orgId],
			name: "quotes_rate_card_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "quotes_org_fkey"
		}),
	index("quotes_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("quotes_customer_idx").using("btree", table.orgId.asc().nullsLast(), table.customerId.asc().nullsLast()),
	index("quotes_open_idx").using("btree", table.orgId.asc().nullsLast(), table.validUntil.asc().nullsLast()).where(sql`(status = 'sent'::text)`),
	index("quotes_project_idx").using("btree", table.orgId.asc().nullsLast(), table.projectId.asc().nullsLast()),
	index("quotes_rate_card_idx").using("btree", table.orgId.asc().nullsLast(), table.rateCardId.asc().nullsLast()),
	index("quotes_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "quotes_pkey"}),
	unique("quotes_number_key").on(table.orgId, table.number),
]);

export const rateCardItemsInLedger = ledger.table("rate_card_items", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	rateCardId: uuid("rate_card_id").notNull(),
	code: text().notNull(),
	description: text().default('').notNull(),
	unit: text().default('hour').notNull(),
	unitPrice: numeric("unit_price", { precision: 18, scale:  4 }).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("rate_card_items_unit_check", sql`unit = ANY (ARRAY['hour'::text, 'day'::text, 'month'::text, 'piece'::text, 'flat'::text])`),
	check("rate_card_items_unit_price_check", sql`unit_price >= (0)::numeric`),
	foreignKey({
			columns: [table.orgId, table.rateCardId],
			foreignColumns: [rateCardsInLedger.id, rateCardsInLedger.orgId],
			name: "rate_card_items_rate_card_fkey"
		}).onDelete("cascade"),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "rate_card_items_org_fkey"
		}),
	index("rate_card_items_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "rate_card_items_pkey"}),
	unique("rate_card_items_code_key").on(table.orgId, table.rateCardId, table.code),
]);

export const rateCardsInLedger = ledger.table("rate_cards", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	name: text().notNull(),
	status: text().default('draft').notNull(),
	currency: text().default('EUR').notNull(),
	validFrom: date("valid_from").notNull(),
	validUntil: date("valid_until"),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("rate_cards_currency_check", sql`currency ~ '^[A-Z]{3}$'::text`),
	check("rate_cards_name_check", sql`btrim(name) <> ''::text`),
	check("rate_cards_status_check", sql`status = ANY (ARRAY['draft'::text, 'active'::text, 'retired'::text])`),
	check("rate_cards_validity_check", sql`valid_until >= valid_from`),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "rate_cards_org_fkey"
		}),
	index("rate_cards_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("rate_cards_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "rate_cards_pkey"}),
	unique("rate_cards_name_key").on(table.orgId, table.name, table.validFrom),
]);

export const stockBalancesInLedger = ledger.table("stock_balances", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	productId: uuid("product_id").notNull(),
	location: text().notNull(),
	quantity: numeric({ precision: 18, scale:  4 }).default('0').notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	foreignKey({
			columns: [table.orgId, table.productId],
			foreignColumns: [productsInLedger.id, productsInLedger.orgId],
			name: "stock_balances_product_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "stock_balances_org_fkey"
		}),
	index("stock_balances_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "stock_balances_pkey"}),
	unique("stock_balances_product_key").on(table.orgId, table.productId, table.location),
]);

export const stockMovementsInLedger = ledger.table("stock_movements", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	productId: uuid("product_id").notNull(),
	documentId: uuid("document_id"),
	location: text().default('main').notNull(),
	quantity: numeric({ precision: 18, scale:  4 }).notNull(),
	reason: text().notNull(),
	movedAt: timestamp("moved_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("stock_movements_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("stock_movements_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'discount'::text, 'price'::text, 'tax'::text, 'total'::text, 'customer_id'::text, 'org_id'::text, 'quantity'::text, 'status'::text])`),
	check("stock_movements_quantity_check", sql`quantity <> (0)::numeric`),
	check("stock_movements_reason_check", sql`reason = ANY (ARRAY['purchase'::text, 'sale'::text, 'return'::text, 'transfer'::text, 'count'::text, 'scrap'::text])`),
	foreignKey({
			columns: [table.orgId, table.documentId],
			foreignColumns: [documentsInLedger.id, documentsInLedger.orgId],
			name: "stock_movements_document_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.productId],
			foreignColumns: [productsInLedger.id, productsInLedger.orgId],
			name: "stock_movements_product_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInLedger.id],
			name: "stock_movements_org_fkey"
		}),
	index("stock_movements_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("stock_movements_document_idx").using("btree", table.orgId.asc().nullsLast(), table.documentId.asc().nullsLast()),
	index("stock_movements_product_idx").using("btree", table.orgId.asc().nullsLast(), table.productId.asc().nullsLast(), table.location.asc().nullsLast(), table.movedAt.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "stock_movements_pkey"}),
]);

export const usersInLedger = ledger.table("users", {
	id: uuid().defaultRandom().primaryKey().notNull(),
	email: text().notNull(),
	displayName: text("display_name").notNull(),
	status: text().default('active').notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("users_display_name_check", sql`btrim(display_name) <> ''::text`),
	check("users_email_check", sql`email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text`),
	check("users_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("users_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'discount'::text, 'price'::text, 'tax'::text, 'total'::text, 'customer_id'::text, 'org_id'::text, 'quantity'::text, 'status'::text])`),
	check("users_status_check", sql`status = ANY (ARRAY['active'::text, 'disabled'::text])`),
	index("users_created_at_idx").using("btree", table.createdAt.asc().nullsLast()),
	index("users_status_idx").using("btree", table.status.asc().nullsLast()),
	pgPolicy("same_organisation", { as: "permissive", for: "select", to: ["public"] }),
	pgPolicy("self", { as: "permissive", for: "all", to: ["public"], using: sql`(id = (NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid)`, withCheck: sql`(id = (NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid)`  }),
	uniqueIndex("users_email_key").using("btree", sql`lower(email)`),
]);

export const accountBalancesInLedger = ledger.view("account_balances", {	orgId: uuid("org_id"),
	account: text(),
	currency: text(),
	debit: numeric(),
	credit: numeric(),
	balance: numeric(),
}).with({"securityBarrier":true}).as(sql`SELECT p.org_id, p.account, p.currency, sum(p.amount) FILTER (WHERE p.side = 'debit'::text) AS debit, sum(p.amount) FILTER (WHERE p.side = 'credit'::text) AS credit, sum( CASE p.side WHEN 'debit'::text THEN p.amount ELSE - p.amount END) AS balance FROM ledger.postings p JOIN ledger.documents d ON d.org_id = p.org_id AND d.id = p.document_id WHERE d.status = 'posted'::text AND p.org_id = NULLIF(current_setting('app.org_id'::text, true), ''::text)::uuid GROUP BY p.org_id, p.account, p.currency`);
