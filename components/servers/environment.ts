// What the environment of a run says of an existing server: PG_<STACK>_HOST, _PORT, _USER, _DATABASE, _SSLMODE, _PASSWORD
// for the stack of that name; DATABASE_URL, or DATABASE_HOST and its like, for a stack that names no host.
// A password is never taken from here into an input: what is stored is the name of its variable. Used by the program, too,
// which does without the engine.
type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable may say, each under the name that the setting `existing` has for it. */
export interface Address {
  readonly host?: string;
  readonly port?: string;
  readonly user?: string;
  readonly database?: string;
  readonly sslmode?: string;
}

export interface EnvironmentAddress {
  readonly address: Address;
  /** Variable that holds the password, or a URL with it; undefined where none does. */
  readonly passwordVariable: string | undefined;
}

const suffixes = {
  host: "HOST",
  port: "PORT",
  user: "USER",
  database: "DATABASE",
  sslmode: "SSLMODE",
} as const;
/** DATABASE_DATABASE would read oddly. */
const databaseSuffixes = { ...suffixes, database: "NAME" } as const;

/** First part of a stack's variables: PG_SANDBOX of sandbox, PG_EU_WEST of eu-west. */
export function variablesOf(stack: string): string {
  return `PG_${stack.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}`;
}

/** @param namesHost whether the stack's settings name a host: then only the variables of its name count */
export function readEnvironment(
  environment: Environment,
  stack: string,
  namesHost: boolean,
): EnvironmentAddress {
  const ofStack = withPrefix(environment, variablesOf(stack), suffixes);
  if (namesHost || ofStack.address.host !== undefined) return ofStack;
  if (isGiven(environment.DATABASE_URL)) return fromUrl(environment.DATABASE_URL);
  const general = withPrefix(environment, "DATABASE", databaseSuffixes);
  if (general.address.host === undefined) return ofStack;
  return {
    address: { ...general.address, ...ofStack.address },
    passwordVariable: ofStack.passwordVariable ?? general.passwordVariable,
  };
}

function withPrefix(
  environment: Environment,
  prefix: string,
  names: Readonly<Record<keyof Address, string>>,
): EnvironmentAddress {
  const entries = Object.entries(names).map(([key, suffix]) => [key, environment[`${prefix}_${suffix}`]]);
  const variable = `${prefix}_PASSWORD`;
  return {
    address: Object.fromEntries(entries.filter(([, value]) => isGiven(value))),
    passwordVariable: isGiven(environment[variable]) ? variable : undefined,
  };
}

function fromUrl(text: string): EnvironmentAddress {
  const url = parseUrl(text);
  if (url === undefined) return { address: {}, passwordVariable: undefined };
  const parts = {
    host: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, "$1"),
    port: url.port,
    user: decodeURIComponent(url.username),
    database: decodeURIComponent(url.pathname.slice(1)),
    sslmode: url.searchParams.get("sslmode") ?? "",
  };
  const given = Object.entries(parts).filter(([, value]) => isGiven(value));
  return {
    address: Object.fromEntries(given),
    passwordVariable: url.password === "" ? undefined : "DATABASE_URL",
  };
}

function parseUrl(text: string): URL | undefined {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}

/** The password that a variable gives now; undefined where it is not set. */
export function passwordIn(variable: string, environment: Environment): string | undefined {
  const value = environment[variable];
  if (!isGiven(value)) return undefined;
  if (!variable.endsWith("_URL")) return value;
  const password = parseUrl(value)?.password ?? "";
  return password === "" ? undefined : decodeURIComponent(password);
}
