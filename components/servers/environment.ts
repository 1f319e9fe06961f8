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
  /** Variable that was to be read and cannot be: urlRule says what it must be. */
  readonly unreadable?: string;
}

export const urlRule =
  "must be a URL like postgres://user:password@host:5432/database, with special characters of its parts percent-encoded: %25 for %, %23 for #, %40 for @, %2F for /";

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
  const parts = partsOf(text);
  if (parts === undefined) return { address: {}, passwordVariable: undefined, unreadable: "DATABASE_URL" };
  const { password, ...address } = parts;
  const given = Object.entries(address).filter(([, value]) => isGiven(value));
  return {
    address: Object.fromEntries(given),
    passwordVariable: password === "" ? undefined : "DATABASE_URL",
  };
}

/** Parts of a URL, empty where it does not have them; undefined where it is none, or its escapes mean nothing. */
function partsOf(text: string): Readonly<Record<keyof Address | "password", string>> | undefined {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  // A password with # in it: what is before would be taken for a host and its port.
  if (url.hash !== "") return undefined;
  try {
    return {
      host: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, "$1"),
      port: url.port,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      sslmode: url.searchParams.get("sslmode") ?? "",
    };
  } catch {
    return undefined;
  }
}

const isUrl = (variable: string): boolean => variable.endsWith("_URL");

/** Whether a variable is to give a URL, and gives something else. */
export function isUnreadable(variable: string, environment: Environment): boolean {
  const value = environment[variable];
  return isUrl(variable) && isGiven(value) && partsOf(value) === undefined;
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}

/** The password that a variable gives now; undefined where it is not set. */
export function passwordIn(variable: string, environment: Environment): string | undefined {
  const value = environment[variable];
  if (!isGiven(value)) return undefined;
  return isUrl(variable) ? partsOf(value)?.password || undefined : value;
}
