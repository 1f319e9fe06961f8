// generated from the local database by drizzle-kit: do not edit. Change schema/login, then: npm start
// catalog f392fbcad485b7766082d0770d54da01a57d1316186cd4e21dbeca747c67f15f, contents 922975b9987a3c32ed6774f20b5192a6

import { bigint, check, customType, foreignKey, index, inet, jsonb, pgSchema, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core"
import { sql } from "drizzle-orm"

/** Of a type that drizzle-kit does not know. */
const unknown = customType<{ data: unknown }>({ dataType: () => "unknown" });

export const login = pgSchema("login");

export const attemptOutcomeInLogin = login.enum("attempt_outcome", ['succeeded', 'unknown_user', 'wrong_credential', 'locked', 'rate_limited'])

export const credentialKindInLogin = login.enum("credential_kind", ['password', 'passkey', 'totp', 'recovery_code'])

export const userStatusInLogin = login.enum("user_status", ['invited', 'active', 'locked', 'disabled'])

export const attemptsInLogin = login.table("attempts", {
	// You can use { mode: "bigint" } if numbers are exceeding js number limitations
	id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity({ name: "login.attempts_id_seq", startWith: 1, increment: 1, minValue: 1, maxValue: 9223372036854775807, cache: 1 }),
	userId: uuid("user_id"),
	email: text().notNull(),
	address: inet().notNull(),
	outcome: attemptOutcomeInLogin().notNull(),
	attemptedAt: timestamp("attempted_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("attempts_user_id_check", sql`(outcome <> 'unknown_user'::login.attempt_outcome) OR (user_id IS NULL)`),
	foreignKey({
			columns: [table.userId],
			foreignColumns: [usersInLogin.id],
			name: "attempts_user_id_fkey"
		}),
	index("attempts_address_idx").using("btree", table.address.asc().nullsLast(), table.attemptedAt.asc().nullsLast()),
	index("attempts_attempted_at_idx").using("brin", table.attemptedAt.asc().nullsLast()),
	index("attempts_user_id_idx").using("btree", table.userId.asc().nullsLast(), table.attemptedAt.asc().nullsLast()),
]);

export const credentialsInLogin = login.table("credentials", {
	id: uuid().defaultRandom().primaryKey().notNull(),
	userId: uuid("user_id").notNull(),
	kind: credentialKindInLogin().notNull(),
	label: varchar({ length: 80 }).default('').notNull(),
	secret: text().notNull(),
	// You can use { mode: "bigint" } if numbers are exceeding js number limitations
	signCount: bigint("sign_count", { mode: "number" }).default(0).notNull(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	lastUsedAt: timestamp("last_used_at", { withTimezone: true, mode: 'string' }),
}, (table) => [
	check("credentials_secret_check", sql`secret <> ''::text`),
	check("credentials_sign_count_check", sql`(sign_count >= 0) AND ((kind = 'passkey'::login.credential_kind) OR (sign_count = 0))`),
	foreignKey({
			columns: [table.userId],
			foreignColumns: [usersInLogin.id],
			name: "credentials_user_id_fkey"
		}).onDelete("cascade"),
	index("credentials_user_id_idx").using("btree", table.userId.asc().nullsLast(), table.kind.asc().nullsLast()),
	uniqueIndex("credentials_password_key").using("btree", table.userId.asc().nullsLast()).where(sql`(kind = 'password'::login.credential_kind)`),
]);

export const identitiesInLogin = login.table("identities", {
	issuer: text().notNull(),
	subject: text().notNull(),
	userId: uuid("user_id").notNull(),
	claims: jsonb().default({}).notNull(),
	linkedAt: timestamp("linked_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("identities_claims_check", sql`jsonb_typeof(claims) = 'object'::text`),
	foreignKey({
			columns: [table.userId],
			foreignColumns: [usersInLogin.id],
			name: "identities_user_id_fkey"
		}).onDelete("cascade"),
	index("identities_user_id_idx").using("btree", table.userId.asc().nullsLast()),
	primaryKey({ columns: [table.issuer, table.subject], name: "identities_pkey"}),
]);

export const passwordResetsInLogin = login.table("password_resets", {
	id: uuid().defaultRandom().primaryKey().notNull(),
	userId: uuid("user_id").notNull(),
	// TODO: failed to parse database type 'bytea'
	tokenHash: unknown("token_hash").notNull(),
	requestedAt: timestamp("requested_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	expiresAt: timestamp("expires_at", { withTimezone: true, mode: 'string' }).default(sql`(now() + '01:00:00'::interval)`).notNull(),
	usedAt: timestamp("used_at", { withTimezone: true, mode: 'string' }),
}, (table) => [
	check("password_resets_expires_at_check", sql`expires_at > requested_at`),
	check("password_resets_token_hash_check", sql`octet_length(token_hash) = 32`),
	check("password_resets_used_at_check", sql`(used_at IS NULL) OR (used_at >= requested_at)`),
	foreignKey({
			columns: [table.userId],
			foreignColumns: [usersInLogin.id],
			name: "password_resets_user_id_fkey"
		}).onDelete("cascade"),
	index("password_resets_user_id_idx").using("btree", table.userId.asc().nullsLast()),
	unique("password_resets_token_hash_key").on(table.tokenHash),
]);

export const sessionsInLogin = login.table("sessions", {
	id: uuid().defaultRandom().primaryKey().notNull(),
	userId: uuid("user_id").notNull(),
	// TODO: failed to parse database type 'bytea'
	tokenHash: unknown("token_hash").notNull(),
	address: inet(),
	userAgent: text("user_agent"),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	expiresAt: timestamp("expires_at", { withTimezone: true, mode: 'string' }).default(sql`(now() + '30 days'::interval)`).notNull(),
	revokedAt: timestamp("revoked_at", { withTimezone: true, mode: 'string' }),
}, (table) => [
	check("sessions_expires_at_check", sql`expires_at > created_at`),
	check("sessions_token_hash_check", sql`octet_length(token_hash) = 32`),
	foreignKey({
			columns: [table.userId],
			foreignColumns: [usersInLogin.id],
			name: "sessions_user_id_fkey"
		}).onDelete("cascade"),
	index("sessions_expires_at_idx").using("btree", table.expiresAt.asc().nullsLast()).where(sql`(revoked_at IS NULL)`),
	index("sessions_user_id_idx").using("btree", table.userId.asc().nullsLast(), table.createdAt.desc().nullsFirst()),
	unique("sessions_token_hash_key").on(table.tokenHash),
]);

export const usersInLogin = login.table("users", {
	id: uuid().defaultRandom().primaryKey().notNull(),
	email: text().notNull(),
	displayName: text("display_name").notNull(),
	status: userStatusInLogin().default('invited').notNull(),
	emailVerifiedAt: timestamp("email_verified_at", { withTimezone: true, mode: 'string' }),
	lockedUntil: timestamp("locked_until", { withTimezone: true, mode: 'string' }),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
	updatedAt: timestamp("updated_at", { withTimezone: true, mode: 'string' }).defaultNow().notNull(),
}, (table) => [
	check("users_active_check", sql`(status <> 'active'::login.user_status) OR (email_verified_at IS NOT NULL)`),
	check("users_display_name_check", sql`btrim(display_name) <> ''::text`),
	check("users_email_check", sql`email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text`),
	index("users_status_idx").using("btree", table.status.asc().nullsLast()).where(sql`(status <> 'active'::login.user_status)`),
	uniqueIndex("users_email_key").using("btree", sql`lower(email)`),
]);

export const activeSessionsInLogin = login.view("active_sessions", {	id: uuid(),
	userId: uuid("user_id"),
	email: text(),
	address: inet(),
	createdAt: timestamp("created_at", { withTimezone: true, mode: 'string' }),
	expiresAt: timestamp("expires_at", { withTimezone: true, mode: 'string' }),
}).as(sql`SELECT s.id, s.user_id, u.email, s.address, s.created_at, s.expires_at FROM login.sessions s JOIN login.users u ON u.id = s.user_id WHERE s.revoked_at IS NULL AND s.expires_at > now() AND u.status = 'active'::login.user_status`);
