// The properties of a schema resource as its handlers see them. Those that begin with two underscores are for machines:
// Pulumi does not print them, and has them in `preview --json` and in the state.

import * as path from "node:path";
import type { Plan, PlanJson, SchemaRequest, ServerIdentity } from "../../engine/index";
import { gateCheck } from "../../gates/files";
import { type Choice as GateChoice, choices as gateChoices } from "../../gates/framework/model";
import { ownDirectory, projectRoot } from "../project";
import { connectionOf, isEqual, type Properties, pick, record, text, texts } from "../properties";

/** What the program hands in besides the connection. */
const settingKeys = [
  "source",
  "schema",
  "owner",
  "major",
  "consents",
  "approvedPlan",
  "onDestroy",
  "scratch",
  "online",
  "proof",
  "gates",
  "phases",
  "__stack",
  "__resourceId",
] as const;

/** What check finds out and hands to create and update. */
export interface Findings {
  /** Canonical DDL by object: what `preview --diff` compares line by line. */
  readonly objects: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly planHash: string;
  readonly __plan: PlanJson;
  /** Raised by one whenever there is something to do; tells what is planned now from what stands in the state. */
  readonly __revision: number;
  /** Identity of the server, or the unknown value while there is none. */
  readonly __server: ServerIdentity | string;
}

export function settingsOf(properties: Properties): Properties {
  return { ...connectionOf(properties), ...pick(properties, settingKeys) };
}

/** The inputs that stand in the state after a refresh: as they were, less what was planned. */
export function storedInputs(properties: Properties): Properties {
  return {
    ...settingsOf(properties),
    ...pick(properties, ["objects", "summary", "planHash", "__revision", "__server"]),
  };
}

/** Whether what stands in the state is still so, pending steps aside. */
export function isKept(olds: Properties, news: Properties): boolean {
  // delete and refresh reach the database with what is stored, so a new way to it must be stored.
  return (
    isEqual(olds.objects, news.objects) &&
    isEqual(connectionOf(olds), connectionOf(news)) &&
    ["source", "schema", "onDestroy"].every((key) => isEqual(olds[key], news[key]))
  );
}

/** What the engine is asked, whatever the target. */
export function requestOf(properties: Properties): Omit<SchemaRequest, "target"> {
  const { scratch, online, proof } = properties;
  const schema = text(properties, "schema");
  const owner = properties.owner === undefined ? undefined : text(properties, "owner");
  const source = path.resolve(projectRoot(), text(properties, "source"));
  return {
    assumeMajor: Number(properties.major ?? 17),
    source: { kind: "sql", path: source },
    gates: gateCheck({ source, project: projectRoot(), levels: levelsOf(record(properties.gates)) }),
    scope: [schema],
    // The stack makes its roles before the schema.
    rolesToCome: [`${schema}_rw`, `${schema}_ro`, ...(owner === undefined ? [] : [owner])],
    ...(owner === undefined ? {} : { owner }),
    scratch: scratch === "embedded" || scratch === "server" ? scratch : "auto",
    online: online === "always" || online === "never" ? online : "auto",
    proof: proof === "never" ? "never" : "auto",
    phases: properties.phases === "apart" ? "apart" : "together",
    consents: texts(properties, "consents").filter(
      (consent) => !isServerConsent(consent) && !isForNeighbour(consent, properties),
    ),
    cacheDirectory: ownDirectory("cache"),
  };
}

function levelsOf(gates: Properties): Readonly<Record<string, GateChoice>> {
  return Object.fromEntries(
    Object.entries(gates).flatMap(([gate, value]) => {
      const choice = gateChoices.find((known) => known === value);
      return choice === undefined ? [] : [[gate, choice]];
    }),
  );
}

/** Consent to go on with another server is ours, and means nothing to the engine. */
export const serverConsent = "replace server";

function isServerConsent(consent: string): boolean {
  return consent.startsWith(`${serverConsent} `);
}

/** All schemas of a stack share its list of consents. What is for another one must not be called stale here. */
function isForNeighbour(consent: string, properties: Properties): boolean {
  const words = consent.split(" ");
  const names = (schema: string): boolean =>
    words.some((word) => word === schema || word.startsWith(`${schema}.`));
  return texts(record(properties.__run), "neighbours").some(names) && !names(text(properties, "schema"));
}

function isPlan(value: unknown): value is Plan {
  return Array.isArray(record(value).steps);
}

/** The plan among checked inputs, or in the state. */
export function planOf(properties: Properties): Plan | null {
  return isPlan(properties.__plan) ? properties.__plan : null;
}
