// What the settings say of credentials: the generation of passwords, and the store that keeps connection URLs.
import { z } from "zod";
import type { StoreChoice } from "../components/index";

const some = z.string().min(1, "must not be empty");

const readersShape = z.record(z.string(), some).superRefine((readers, context) => {
  const seen = new Set<string>();
  for (const [key, reader] of Object.entries(readers)) {
    const isAgain = seen.has(reader.toLowerCase());
    if (isAgain)
      context.addIssue({ code: "custom", path: [key], message: "is a reader under another key already" });
    seen.add(reader.toLowerCase());
  }
});

/** Everything that any store may be told. */
export const storeShape = z.strictObject({
  kind: z.enum(["file", "azure", "gcp"], 'must be "file", "azure" or "gcp"').optional(),
  vault: some
    .regex(/^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/, "must be 3 to 24 letters, digits and dashes")
    .optional(),
  resourceGroup: some.optional(),
  tenantId: some.optional(),
  location: some.optional(),
  project: some.optional(),
  regions: z.array(some).min(1, "must list at least one region").optional(),
  readers: readersShape.default({}),
});

type StoreValues = z.output<typeof storeShape>;

/** How applications reach their databases. */
export interface CredentialSettings {
  /** Another number is a rotation. */
  readonly generation: number;
  /** Whether the previous login ends as soon as the new one is in use. */
  readonly revokePrevious: boolean;
  readonly store: StoreChoice;
}

/** What each kind may be told besides its readers; the first ones it must be. */
const keysOf = {
  file: { must: [], may: [] },
  azure: { must: ["vault", "resourceGroup"], may: ["tenantId", "location"] },
  gcp: { must: [], may: ["project", "regions"] },
} as const;

/** Values that work as they are in a command. */
export const storeExamples = {
  kind: "gcp",
  vault: "acme-sandbox",
  resourceGroup: "acme",
  tenantId: "00000000-0000-0000-0000-000000000000",
  location: "westeurope",
  project: "acme-prod",
  regions: "europe-west4",
  readers: "serviceAccount:run@acme-prod.iam.gserviceaccount.com",
} as const;

interface StoreMistake {
  readonly path: readonly string[];
  readonly message: string;
  /** Whether the remedy is to take it out. */
  readonly isUnneeded: boolean;
  /** @default that of `storeExamples` */
  readonly example?: string;
}

/** Members of Google Cloud that are somebody; allUsers and allAuthenticatedUsers are everybody who asks. */
const somebody = /^((serviceAccount|user|group):[^\s@]+@[^\s@]+|(domain|principal|principalSet):\S+)$/;

/** How Azure names a principal. */
const objectId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const rules = {
  file: null,
  azure: {
    isSomebody: (reader: string) => objectId.test(reader),
    message: "must be the object id of a user, a group, a service principal or a managed identity",
    example: "5e1f0a3c-2b4d-4c6e-8f70-91a2b3c4d5e6",
  },
  gcp: {
    isSomebody: (reader: string) => somebody.test(reader),
    message:
      "must be serviceAccount:, user: or group: with an address, or domain:, principal: or principalSet:, since a reader has the password",
    example: storeExamples.readers,
  },
} as const;

function strangers(readers: StoreValues["readers"], kind: keyof typeof rules): readonly StoreMistake[] {
  const rule = rules[kind];
  if (rule === null) return [];
  return Object.entries(readers)
    .filter(([, reader]) => !rule.isSomebody(reader))
    .map(([name]) => ({
      path: ["readers", name],
      message: rule.message,
      isUnneeded: false,
      example: rule.example,
    }));
}

/** @param server kind of the stack's server: its cloud's store is the usual one */
export function settleStore(
  values: StoreValues,
  server: string,
): { readonly store: StoreChoice | null; readonly mistakes: readonly StoreMistake[] } {
  const usual = server === "azure" || server === "gcp" ? server : "file";
  const { kind = usual, vault = "", resourceGroup = "", readers, ...rest } = values;
  const { must, may } = keysOf[kind];
  const allowed = new Set<string>(["kind", ...must, ...may, ...(kind === "file" ? [] : ["readers"])]);
  const given = Object.keys(values).filter((key) => key !== "readers" || Object.keys(readers).length > 0);
  const mistakes: StoreMistake[] = [
    ...must
      .filter((key) => values[key] === undefined)
      .map((key) => ({ path: [key], message: `must be given for the store "${kind}"`, isUnneeded: false })),
    ...given
      .filter((key) => !allowed.has(key))
      .map((key) => ({ path: [key], message: `means nothing to the store "${kind}"`, isUnneeded: true })),
  ];
  mistakes.push(...strangers(readers, kind));
  if (mistakes.length > 0) return { store: null, mistakes };
  const named = byThemselves(readers, kind === "azure");
  const store =
    kind === "azure"
      ? { kind, readers: named, vault, resourceGroup, ...rest }
      : { kind, readers: named, ...rest };
  return { store, mistakes };
}

/**
 * A right is named by its reader: under another key he would get it once more, and then lose it. A service's own right,
 * which the stack names, is no user's.
 */
function byThemselves(readers: StoreValues["readers"], isCaseless: boolean): StoreValues["readers"] {
  const names = Object.values(readers).map((reader) => (isCaseless ? reader.toLowerCase() : reader));
  return Object.fromEntries(names.map((reader) => [reader, reader]));
}
