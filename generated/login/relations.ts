// generated from the local database by drizzle-kit: do not edit. Change schema/login, then: npm start
// catalog f392fbcad485b7766082d0770d54da01a57d1316186cd4e21dbeca747c67f15f, contents c17c438c5d18fb62b3ca2fb20d6c5b94

import { attemptsInLogin, credentialsInLogin, identitiesInLogin, passwordResetsInLogin, sessionsInLogin, usersInLogin } from "./schema";
import { relations } from "drizzle-orm/relations";

export const attemptsInLoginRelations = relations(attemptsInLogin, ({one}) => ({
	usersInLogin: one(usersInLogin, {
		fields: [attemptsInLogin.userId],
		references: [usersInLogin.id]
	}),
}));

export const credentialsInLoginRelations = relations(credentialsInLogin, ({one}) => ({
	usersInLogin: one(usersInLogin, {
		fields: [credentialsInLogin.userId],
		references: [usersInLogin.id]
	}),
}));

export const identitiesInLoginRelations = relations(identitiesInLogin, ({one}) => ({
	usersInLogin: one(usersInLogin, {
		fields: [identitiesInLogin.userId],
		references: [usersInLogin.id]
	}),
}));

export const passwordResetsInLoginRelations = relations(passwordResetsInLogin, ({one}) => ({
	usersInLogin: one(usersInLogin, {
		fields: [passwordResetsInLogin.userId],
		references: [usersInLogin.id]
	}),
}));

export const sessionsInLoginRelations = relations(sessionsInLogin, ({one}) => ({
	usersInLogin: one(usersInLogin, {
		fields: [sessionsInLogin.userId],
		references: [usersInLogin.id]
	}),
}));

export const usersInLoginRelations = relations(usersInLogin, ({many}) => ({
	attemptsInLogins: many(attemptsInLogin),
	credentialsInLogins: many(credentialsInLogin),
	identitiesInLogins: many(identitiesInLogin),
	passwordResetsInLogins: many(passwordResetsInLogin),
	sessionsInLogins: many(sessionsInLogin),
}));
