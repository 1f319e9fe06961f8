// generated from the local database by drizzle-kit: do not edit. Change schema/ledger, then: npm start
// catalog 4270faf4f41c8a56cb4cee6d25543ad5ef9e5384352da07e748a1601b9d16b40, contents d62603cfd5e58198252e13516508187c

import { auditLogInLedger, customersInLedger, documentsInLedger, membershipsInLedger, organisationsInLedger, postingsInLedger, productsInLedger, projectsInLedger, quoteLinesInLedger, quotesInLedger, rateCardItemsInLedger, rateCardsInLedger, stockBalancesInLedger, stockMovementsInLedger, usersInLedger } from "./schema";
import { relations } from "drizzle-orm/relations";

export const auditLogInLedgerRelations = relations(auditLogInLedger, ({one}) => ({
	membershipsInLedger: one(membershipsInLedger, {
		fields: [auditLogInLedger.orgId],
		references: [membershipsInLedger.id]
	}),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [auditLogInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
}));

export const customersInLedgerRelations = relations(customersInLedger, ({one, many}) => ({
	documentsInLedgers: many(documentsInLedger),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [customersInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	projectsInLedgers: many(projectsInLedger),
	quotesInLedgers: many(quotesInLedger),
}));

export const documentsInLedgerRelations = relations(documentsInLedger, ({one, many}) => ({
	customersInLedger: one(customersInLedger, {
		fields: [documentsInLedger.orgId],
		references: [customersInLedger.id]
	}),
	documentsInLedger: one(documentsInLedger, {
		fields: [documentsInLedger.orgId],
		references: [documentsInLedger.id],
		relationName: "documentsInLedger_orgId_documentsInLedger_id"
	}),
	documentsInLedgers: many(documentsInLedger, {
		relationName: "documentsInLedger_orgId_documentsInLedger_id"
	}),
	membershipsInLedger: one(membershipsInLedger, {
		fields: [documentsInLedger.orgId],
		references: [membershipsInLedger.id]
	}),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [documentsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	postingsInLedgers: many(postingsInLedger),
	projectsInLedger: one(projectsInLedger, {
		fields: [documentsInLedger.orgId],
		references: [projectsInLedger.id]
	}),
	quotesInLedger: one(quotesInLedger, {
		fields: [documentsInLedger.orgId],
		references: [quotesInLedger.id]
	}),
	stockMovementsInLedgers: many(stockMovementsInLedger),
}));

export const membershipsInLedgerRelations = relations(membershipsInLedger, ({one, many}) => ({
	auditLogInLedgers: many(auditLogInLedger),
	documentsInLedgers: many(documentsInLedger),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [membershipsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	usersInLedger: one(usersInLedger, {
		fields: [membershipsInLedger.userId],
		references: [usersInLedger.id]
	}),
}));

export const organisationsInLedgerRelations = relations(organisationsInLedger, ({many}) => ({
	auditLogInLedgers: many(auditLogInLedger),
	customersInLedgers: many(customersInLedger),
	documentsInLedgers: many(documentsInLedger),
	membershipsInLedgers: many(membershipsInLedger),
	postingsInLedgers: many(postingsInLedger),
	productsInLedgers: many(productsInLedger),
	projectsInLedgers: many(projectsInLedger),
	quoteLinesInLedgers: many(quoteLinesInLedger),
	quotesInLedgers: many(quotesInLedger),
	rateCardItemsInLedgers: many(rateCardItemsInLedger),
	rateCardsInLedgers: many(rateCardsInLedger),
	stockBalancesInLedgers: many(stockBalancesInLedger),
	stockMovementsInLedgers: many(stockMovementsInLedger),
}));

export const postingsInLedgerRelations = relations(postingsInLedger, ({one}) => ({
	documentsInLedger: one(documentsInLedger, {
		fields: [postingsInLedger.orgId],
		references: [documentsInLedger.currency]
	}),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [postingsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
}));

export const productsInLedgerRelations = relations(productsInLedger, ({one, many}) => ({
	organisationsInLedger: one(organisationsInLedger, {
		fields: [productsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	quoteLinesInLedgers: many(quoteLinesInLedger),
	stockBalancesInLedgers: many(stockBalancesInLedger),
	stockMovementsInLedgers: many(stockMovementsInLedger),
}));

export const projectsInLedgerRelations = relations(projectsInLedger, ({one, many}) => ({
	customersInLedger: one(customersInLedger, {
		fields: [projectsInLedger.orgId],
		references: [customersInLedger.id]
	}),
	documentsInLedgers: many(documentsInLedger),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [projectsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	quotesInLedgers: many(quotesInLedger),
	rateCardsInLedger: one(rateCardsInLedger, {
		fields: [projectsInLedger.orgId],
		references: [rateCardsInLedger.id]
	}),
}));

export const quoteLinesInLedgerRelations = relations(quoteLinesInLedger, ({one}) => ({
	organisationsInLedger: one(organisationsInLedger, {
		fields: [quoteLinesInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	productsInLedger: one(productsInLedger, {
		fields: [quoteLinesInLedger.orgId],
		references: [productsInLedger.id]
	}),
	quotesInLedger: one(quotesInLedger, {
		fields: [quoteLinesInLedger.orgId],
		references: [quotesInLedger.id]
	}),
	rateCardItemsInLedger: one(rateCardItemsInLedger, {
		fields: [quoteLinesInLedger.orgId],
		references: [rateCardItemsInLedger.id]
	}),
}));

export const quotesInLedgerRelations = relations(quotesInLedger, ({one, many}) => ({
	customersInLedger: one(customersInLedger, {
		fields: [quotesInLedger.orgId],
		references: [customersInLedger.id]
	}),
	documentsInLedgers: many(documentsInLedger),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [quotesInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	projectsInLedger: one(projectsInLedger, {
		fields: [quotesInLedger.orgId],
		references: [projectsInLedger.id]
	}),
	quoteLinesInLedgers: many(quoteLinesInLedger),
	rateCardsInLedger: one(rateCardsInLedger, {
		fields: [quotesInLedger.orgId],
		references: [rateCardsInLedger.id]
	}),
}));

export const rateCardItemsInLedgerRelations = relations(rateCardItemsInLedger, ({one, many}) => ({
	organisationsInLedger: one(organisationsInLedger, {
		fields: [rateCardItemsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	quoteLinesInLedgers: many(quoteLinesInLedger),
	rateCardsInLedger: one(rateCardsInLedger, {
		fields: [rateCardItemsInLedger.orgId],
		references: [rateCardsInLedger.id]
	}),
}));

export const rateCardsInLedgerRelations = relations(rateCardsInLedger, ({one, many}) => ({
	organisationsInLedger: one(organisationsInLedger, {
		fields: [rateCardsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	projectsInLedgers: many(projectsInLedger),
	quotesInLedgers: many(quotesInLedger),
	rateCardItemsInLedgers: many(rateCardItemsInLedger),
}));

export const stockBalancesInLedgerRelations = relations(stockBalancesInLedger, ({one}) => ({
	organisationsInLedger: one(organisationsInLedger, {
		fields: [stockBalancesInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	productsInLedger: one(productsInLedger, {
		fields: [stockBalancesInLedger.orgId],
		references: [productsInLedger.id]
	}),
}));

export const stockMovementsInLedgerRelations = relations(stockMovementsInLedger, ({one}) => ({
	documentsInLedger: one(documentsInLedger, {
		fields: [stockMovementsInLedger.orgId],
		references: [documentsInLedger.id]
	}),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [stockMovementsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	productsInLedger: one(productsInLedger, {
		fields: [stockMovementsInLedger.orgId],
		references: [productsInLedger.id]
	}),
}));

export const usersInLedgerRelations = relations(usersInLedger, ({many}) => ({
	membershipsInLedgers: many(membershipsInLedger),
}));
