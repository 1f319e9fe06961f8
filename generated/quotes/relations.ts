// generated from the local database by drizzle-kit: do not edit. Change schema/quotes, then: npm start
// catalog 40facabc09e2bd87693b4adf786982894e59651b7de2c54be39ec8402d514e8c, contents 3985f50058fdc5e51b726422bd0ae52d

import { customersInQuotes, organisationsInQuotes, projectsInQuotes, quoteLinesInQuotes, quotesInQuotes, rateCardItemsInQuotes, rateCardsInQuotes, usersInQuotes } from "./schema";
import { relations } from "drizzle-orm/relations";

export const customersInQuotesRelations = relations(customersInQuotes, ({one, many}) => ({
	organisationsInQuote: one(organisationsInQuotes, {
		fields: [customersInQuotes.orgId],
		references: [organisationsInQuotes.id]
	}),
	projectsInQuotes: many(projectsInQuotes),
	quotesInQuotes: many(quotesInQuotes),
}));

export const organisationsInQuotesRelations = relations(organisationsInQuotes, ({many}) => ({
	customersInQuotes: many(customersInQuotes),
	projectsInQuotes: many(projectsInQuotes),
	quoteLinesInQuotes: many(quoteLinesInQuotes),
	quotesInQuotes: many(quotesInQuotes),
	rateCardItemsInQuotes: many(rateCardItemsInQuotes),
	rateCardsInQuotes: many(rateCardsInQuotes),
	usersInQuotes: many(usersInQuotes),
}));

export const projectsInQuotesRelations = relations(projectsInQuotes, ({one, many}) => ({
	customersInQuote: one(customersInQuotes, {
		fields: [projectsInQuotes.orgId],
		references: [customersInQuotes.id]
	}),
	organisationsInQuote: one(organisationsInQuotes, {
		fields: [projectsInQuotes.orgId],
		references: [organisationsInQuotes.id]
	}),
	quotesInQuotes: many(quotesInQuotes),
}));

export const quoteLinesInQuotesRelations = relations(quoteLinesInQuotes, ({one}) => ({
	organisationsInQuote: one(organisationsInQuotes, {
		fields: [quoteLinesInQuotes.orgId],
		references: [organisationsInQuotes.id]
	}),
	quotesInQuote: one(quotesInQuotes, {
		fields: [quoteLinesInQuotes.orgId],
		references: [quotesInQuotes.id]
	}),
	rateCardItemsInQuote: one(rateCardItemsInQuotes, {
		fields: [quoteLinesInQuotes.orgId],
		references: [rateCardItemsInQuotes.id]
	}),
}));

export const quotesInQuotesRelations = relations(quotesInQuotes, ({one, many}) => ({
	customersInQuote: one(customersInQuotes, {
		fields: [quotesInQuotes.orgId],
		references: [customersInQuotes.id]
	}),
	organisationsInQuote: one(organisationsInQuotes, {
		fields: [quotesInQuotes.orgId],
		references: [organisationsInQuotes.id]
	}),
	projectsInQuote: one(projectsInQuotes, {
		fields: [quotesInQuotes.orgId],
		references: [projectsInQuotes.id]
	}),
	quoteLinesInQuotes: many(quoteLinesInQuotes),
	rateCardsInQuote: one(rateCardsInQuotes, {
		fields: [quotesInQuotes.orgId],
		references: [rateCardsInQuotes.id]
	}),
	usersInQuote: one(usersInQuotes, {
		fields: [quotesInQuotes.orgId],
		references: [usersInQuotes.id]
	}),
}));

export const rateCardItemsInQuotesRelations = relations(rateCardItemsInQuotes, ({one, many}) => ({
	organisationsInQuote: one(organisationsInQuotes, {
		fields: [rateCardItemsInQuotes.orgId],
		references: [organisationsInQuotes.id]
	}),
	quoteLinesInQuotes: many(quoteLinesInQuotes),
	rateCardsInQuote: one(rateCardsInQuotes, {
		fields: [rateCardItemsInQuotes.orgId],
		references: [rateCardsInQuotes.id]
	}),
}));

export const rateCardsInQuotesRelations = relations(rateCardsInQuotes, ({one, many}) => ({
	organisationsInQuote: one(organisationsInQuotes, {
		fields: [rateCardsInQuotes.orgId],
		references: [organisationsInQuotes.id]
	}),
	quotesInQuotes: many(quotesInQuotes),
	rateCardItemsInQuotes: many(rateCardItemsInQuotes),
}));

export const usersInQuotesRelations = relations(usersInQuotes, ({one, many}) => ({
	organisationsInQuote: one(organisationsInQuotes, {
		fields: [usersInQuotes.orgId],
		references: [organisationsInQuotes.id]
	}),
	quotesInQuotes: many(quotesInQuotes),
}));
