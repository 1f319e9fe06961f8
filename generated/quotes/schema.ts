// generated from the local database by drizzle-kit: do not edit. Change schema/quotes, then: npm start
// catalog 40facabc09e2bd87693b4adf786982894e59651b7de2c54be39ec8402d514e8c, contents ab60b78874c9ba1f4d3e5de7b363fca2

import { check, date, foreignKey, index, integer, jsonb, numeric, pgPolicy, pgSchema, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import { sql } from "drizzle-orm"

export const quotes = pgSchema("quotes");

export const customersInQuotes = quotes.table("customers", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	number: text().notNull(),
	name: text().notNull(),
	email: text(),
	taxNumber: text("tax_number"),
	status: text().default('active').notNull(),
	currency: text().default('EUR').notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("customers_currency_check", sql`currency ~ '^[A-Z]{3}$'::text`),
	check("customers_email_check", sql`email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text`),
	check("customers_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("customers_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'customer_id'::text, 'discount'::text, 'org_id'::text, 'price'::text, 'quantity'::text, 'status'::text, 'tax'::text, 'total'::text])`),
	check("customers_name_check", sql`btrim(name) <> ''::text`),
	check("customers_status_check", sql`status = ANY (ARRAY['lead'::text, 'active'::text, 'blocked'::text, 'archived'::text])`),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInQuotes.id],
			name: "customers_org_fkey"
		}),
	index("customers_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("customers_name_idx").using("btree", sql`org_id`, sql`lower(name)`),
	index("customers_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "customers_pkey"}),
	unique("customers_number_key").on(table.orgId, table.number),
]);

export const organisationsInQuotes = quotes.table("organisations", {
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
	check("organisations_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'customer_id'::text, 'discount'::text, 'org_id'::text, 'price'::text, 'quantity'::text, 'status'::text, 'tax'::text, 'total'::text])`),
	check("organisations_name_check", sql`btrim(name) <> ''::text`),
	check("organisations_slug_check", sql`slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text`),
	check("organisations_status_check", sql`status = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text])`),
	index("organisations_created_at_idx").using("btree", table.createdAt.asc().nullsLast()),
	index("organisations_status_idx").using("btree", table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	unique("organisations_slug_key").on(table.slug),
]);

export const projectsInQuotes = quotes.table("projects", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	customerId: uuid("customer_id").notNull(),
	code: text().notNull(),
	name: text().notNull(),
	status: text().default('planned').notNull(),
	startsOn: date("starts_on"),
	endsOn: date("ends_on"),
	budget: numeric({ precision: 18, scale:  2 }),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("projects_budget_check", sql`budget >= (0)::numeric`),
	check("projects_dates_check", sql`ends_on >= starts_on`),
	check("projects_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("projects_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'customer_id'::text, 'discount'::text, 'org_id'::text, 'price'::text, 'quantity'::text, 'status'::text, 'tax'::text, 'total'::text])`),
	check("projects_name_check", sql`btrim(name) <> ''::text`),
	check("projects_status_check", sql`status = ANY (ARRAY['planned'::text, 'active'::text, 'done'::text, 'cancelled'::text])`),
	foreignKey({
			columns: [table.orgId, table.customerId],
			foreignColumns: [customersInQuotes.id, customersInQuotes.orgId],
			name: "projects_customer_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInQuotes.id],
			name: "projects_org_fkey"
		}),
	index("projects_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("projects_customer_idx").using("btree", table.orgId.asc().nullsLast(), table.customerId.asc().nullsLast()),
	index("projects_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "projects_pkey"}),
	unique("projects_code_key").on(table.orgId, table.code),
]);

export const quoteLinesInQuotes = quotes.table("quote_lines", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	quoteId: uuid("quote_id").notNull(),
	rateCardItemId: uuid("rate_card_item_id"),
	position: integer().notNull(),
	description: text().notNull(),
	quantity: numeric({ precision: 18, scale:  4 }).notNull(),
	unitPrice: numeric("unit_price", { precision: 18, scale:  4 }).notNull(),
	discountPercent: numeric("discount_percent", { precision: 5, scale:  2 }).default('0').notNull(),
	netAmount: numeric("net_amount", { precision: 18, scale:  2 }).notNull().generatedAlwaysAs(sql`round(((quantity * unit_price) * ((1)::numeric - (discount_percent / (100)::numeric))), 2)`),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("quote_lines_description_check", sql`btrim(description) <> ''::text`),
	check("quote_lines_discount_check", sql`(discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric)`),
	check("quote_lines_position_check", sql`"position" > 0`),
	check("quote_lines_quantity_check", sql`quantity > (0)::numeric`),
	check("quote_lines_unit_price_check", sql`unit_price >= (0)::numeric`),
	foreignKey({
			columns: [table.orgId, table.quoteId],
			foreignColumns: [quotesInQuotes.id, quotesInQuotes.orgId],
			name: "quote_lines_quote_fkey"
		}).onDelete("cascade"),
	foreignKey({
			columns: [table.orgId, table.rateCardItemId],
			foreignColumns: [rateCardItemsInQuotes.id, rateCardItemsInQuotes.orgId],
			name: "quote_lines_rate_card_item_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInQuotes.id],
			name: "quote_lines_org_fkey"
		}),
	index("quote_lines_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("quote_lines_rate_card_item_idx").using("btree", table.orgId.asc().nullsLast(), table.rateCardItemId.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "quote_lines_pkey"}),
	unique("quote_lines_position_key").on(table.orgId, table.quoteId, table.position),
]);

export const quotesInQuotes = quotes.table("quotes", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	customerId: uuid("customer_id").notNull(),
	projectId: uuid("project_id"),
	rateCardId: uuid("rate_card_id"),
	authorId: uuid("author_id").notNull(),
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
	check("quotes_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'customer_id'::text, 'discount'::text, 'org_id'::text, 'price'::text, 'quantity'::text, 'status'::text, 'tax'::text, 'total'::text])`),
	check("quotes_status_check", sql`status = ANY (ARRAY['draft'::text, 'sent'::text, 'accepted'::text, 'declined'::text, 'expired'::text])`),
	check("quotes_validity_check", sql`valid_until >= issued_on`),
	foreignKey({
			columns: [table.orgId, table.authorId],
			foreignColumns: [usersInQuotes.id, usersInQuotes.orgId],
			name: "quotes_author_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.customerId],
			foreignColumns: [customersInQuotes.id, customersInQuotes.orgId],
			name: "quotes_customer_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.projectId],
			foreignColumns: [projectsInQuotes.id, projectsInQuotes.orgId],
			name: "quotes_project_fkey"
		}),
	foreignKey({
			columns: [table.orgId, table.rateCardId],
			foreignColumns: [rateCardsInQuotes.id, rateCardsInQuotes.orgId],
			name: "quotes_rate_card_fkey"
		}),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInQuotes.id],
			name: "quotes_org_fkey"
		}),
	index("quotes_author_idx").using("btree", table.orgId.asc().nullsLast(), table.authorId.asc().nullsLast()),
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

export const rateCardItemsInQuotes = quotes.table("rate_card_items", {
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
			foreignColumns: [rateCardsInQuotes.id, rateCardsInQuotes.orgId],
			name: "rate_card_items_rate_card_fkey"
		}).onDelete("cascade"),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInQuotes.id],
			name: "rate_card_items_org_fkey"
		}),
	index("rate_card_items_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "rate_card_items_pkey"}),
	unique("rate_card_items_code_key").on(table.orgId, table.rateCardId, table.code),
]);

export const rateCardsInQuotes = quotes.table("rate_cards", {
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
			foreignColumns: [organisationsInQuotes.id],
			name: "rate_cards_org_fkey"
		}),
	index("rate_cards_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("rate_cards_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "rate_cards_pkey"}),
	unique("rate_cards_name_key").on(table.orgId, table.name, table.validFrom),
]);

export const usersInQuotes = quotes.table("users", {
	orgId: uuid("org_id").notNull(),
	id: uuid().defaultRandom().notNull(),
	email: text().notNull(),
	displayName: text("display_name").notNull(),
	role: text().default('member').notNull(),
	status: text().default('active').notNull(),
	metadata: jsonb().default({}).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("users_display_name_check", sql`btrim(display_name) <> ''::text`),
	check("users_email_check", sql`email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text`),
	check("users_metadata_check", sql`jsonb_typeof(metadata) = 'object'::text`),
	check("users_metadata_keys_check", sql`NOT (metadata ?| ARRAY['amount'::text, 'balance'::text, 'currency'::text, 'customer_id'::text, 'discount'::text, 'org_id'::text, 'price'::text, 'quantity'::text, 'status'::text, 'tax'::text, 'total'::text])`),
	check("users_role_check", sql`role = ANY (ARRAY['admin'::text, 'member'::text, 'reader'::text])`),
	check("users_status_check", sql`status = ANY (ARRAY['active'::text, 'disabled'::text])`),
	foreignKey({
			columns: [table.orgId],
			foreignColumns: [organisationsInQuotes.id],
			name: "users_org_fkey"
		}),
	index("users_created_at_idx").using("btree", table.orgId.asc().nullsLast(), table.createdAt.asc().nullsLast()),
	index("users_status_idx").using("btree", table.orgId.asc().nullsLast(), table.status.asc().nullsLast()),
	pgPolicy("tenant", { as: "permissive", for: "all", to: ["public"], using: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`, withCheck: sql`(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid)`  }),
	primaryKey({ columns: [table.orgId, table.id], name: "users_pkey"}),
	uniqueIndex("users_email_key").using("btree", sql`org_id`, sql`lower(email)`),
]);
