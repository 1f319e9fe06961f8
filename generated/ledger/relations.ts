// generated from the local database by drizzle-kit: do not edit. Change schema/ledger, then: npm start
// catalog e0fc5e76cd2ed6fc19b0e42c454ced153fa2f082041875bed75f9c88a0af2ad2, contents 90720a04e6ecacf02394d20530d4a03a

import { auditLogInLedger, customersInLedger, documentsInLedger, membershipsInLedger, organisationsInLedger, postingsInLedger, productsInLedger, projectsInLedger, quoteLinesInLedger, quotesInLedger, rateCardItemsInLedger, rateCardsInLedger, stockBalancesInLedger, stockMovementsInLedger, usersInLedger } from "./schema";
import { relations } from "drizzle-orm/relations";

export const auditLogInLedgerRelations = relations(auditLogInLedger, ({one}) => ({
	membershipsInLedger: one(membershipsInLedger, {
		fields: [auditLogInLedger.orgId],
		references: [membershipsInLedger.orgId]
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
		references: [customersInLedger.orgId]
	}),
	documentsInLedger: one(documentsInLedger, {
		fields: [documentsInLedger.orgId],
		references: [documentsInLedger.orgId],
		relationName: "documentsInLedger_orgId_documentsInLedger_orgId"
	}),
	documentsInLedgers: many(documentsInLedger, {
		relationName: "documentsInLedger_orgId_documentsInLedger_orgId"
	}),
	membershipsInLedger: one(membershipsInLedger, {
		fields: [documentsInLedger.orgId],
		references: [membershipsInLedger.orgId]
	}),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [documentsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	postingsInLedgers: many(postingsInLedger),
	projectsInLedger: one(projectsInLedger, {
		fields: [documentsInLedger.orgId],
		references: [projectsInLedger.orgId]
	}),
	quotesInLedger: one(quotesInLedger, {
		fields: [documentsInLedger.orgId],
		references: [quotesInLedger.orgId]
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
		references: [documentsInLedger.orgId]
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
		references: [customersInLedger.orgId]
	}),
	documentsInLedgers: many(documentsInLedger),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [projectsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	quotesInLedgers: many(quotesInLedger),
	rateCardsInLedger: one(rateCardsInLedger, {
		fields: [projectsInLedger.orgId],
		references: [rateCardsInLedger.orgId]
	}),
}));

export const quoteLinesInLedgerRelations = relations(quoteLinesInLedger, ({one}) => ({
	organisationsInLedger: one(organisationsInLedger, {
		fields: [quoteLinesInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	productsInLedger: one(productsInLedger, {
		fields: [quoteLinesInLedger.orgId],
		references: [productsInLedger.orgId]
	}),
	quotesInLedger: one(quotesInLedger, {
		fields: [quoteLinesInLedger.orgId],
		references: [quotesInLedger.orgId]
	}),
	rateCardItemsInLedger: one(rateCardItemsInLedger, {
		fields: [quoteLinesInLedger.orgId],
		references: [rateCardItemsInLedger.orgId]
	}),
}));

export const quotesInLedgerRelations = relations(quotesInLedger, ({one, many}) => ({
	customersInLedger: one(customersInLedger, {
		fields: [quotesInLedger.orgId],
		references: [customersInLedger.orgId]
	}),
	documentsInLedgers: many(documentsInLedger),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [quotesInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	projectsInLedger: one(projectsInLedger, {
		fields: [quotesInLedger.orgId],
		references: [projectsInLedger.orgId]
	}),
	quoteLinesInLedgers: many(quoteLinesInLedger),
	rateCardsInLedger: one(rateCardsInLedger, {
		fields: [quotesInLedger.orgId],
		references: [rateCardsInLedger.orgId]
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
		references: [rateCardsInLedger.orgId]
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
		references: [productsInLedger.orgId]
	}),
}));

export const stockMovementsInLedgerRelations = relations(stockMovementsInLedger, ({one}) => ({
	documentsInLedger: one(documentsInLedger, {
		fields: [stockMovementsInLedger.orgId],
		references: [documentsInLedger.orgId]
	}),
	organisationsInLedger: one(organisationsInLedger, {
		fields: [stockMovementsInLedger.orgId],
		references: [organisationsInLedger.id]
	}),
	productsInLedger: one(productsInLedger, {
		fields: [stockMovementsInLedger.orgId],
		references: [productsInLedger.orgId]
	}),
}));

export const usersInLedgerRelations = relations(usersInLedger, ({many}) => ({
	membershipsInLedgers: many(membershipsInLedger),
}));
