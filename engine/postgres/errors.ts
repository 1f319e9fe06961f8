// Connection failures as SchemaErrors with stable codes. Every message names the server, the database and the user,
// and what to do next. It must never hold a password, so it never quotes a connection string or a raw settings object.
import { DatabaseError } from "pg";
import { SchemaError } from "../api";
import type { Target } from "./target";

/** Codes of connection failures. Those of `transientCodes` may go away by waiting. */
export type ConnectionCode =
  | "connection-host-unknown"
  | "connection-refused"
  | "connection-unreachable"
  | "connection-timeout"
  | "connection-lost"
  | "connection-tls"
  | "connection-authentication"
  | "connection-not-allowed"
  | "connection-database-missing"
  | "connection-starting-up"
  | "connection-too-many"
  | "connection-pooled"
  | "connection-failed";

const transientCodes: ReadonlySet<string> = new Set<ConnectionCode>([
  "connection-host-unknown",
  "connection-refused",
  "connection-unreachable",
  "connection-timeout",
  "connection-lost",
  "connection-starting-up",
  "connection-too-many",
]);

/** Whether waiting may help: a server that is being made, started or moved. */
export function isTransient(error: unknown): boolean {
  return error instanceof SchemaError && transientCodes.has(error.code);
}

/** `host:5432`, `[::1]:5432` or a socket's path. */
export function addressOf(target: Target): string {
  if (target.host.startsWith("/")) return `${target.host}/.s.PGSQL.${target.port}`;
  return target.host.includes(":") ? `[${target.host}]:${target.port}` : `${target.host}:${target.port}`;
}

interface Finding {
  readonly code: ConnectionCode;
  readonly what: string;
  readonly next: string;
}

const tlsErrorCodes: ReadonlySet<string> = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_SIGNATURE_FAILURE",
  "CERT_REVOKED",
  "EPROTO",
]);

/** The `code` of a system error, else the empty string. */
function systemCode(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether TLS itself failed, as against the server or the network. */
export function isTlsFailure(error: unknown): boolean {
  const code = systemCode(error);
  if (tlsErrorCodes.has(code) || code.startsWith("ERR_TLS") || code.startsWith("ERR_SSL")) return true;
  return /does not support SSL|establishing an SSL connection|secure TLS connection/i.test(messageOf(error));
}

function tlsFinding(error: unknown, target: Target): Finding {
  const message = messageOf(error);
  if (/does not support SSL/i.test(message)) {
    return {
      code: "connection-tls",
      what: `the server offers no TLS, and sslmode is ${target.tls.mode}`,
      next: "Enable TLS on the server, or set sslmode=prefer where the network is trusted.",
    };
  }
  if (systemCode(error) === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return {
      code: "connection-tls",
      what: `the server's certificate is not for the host name ${target.host}`,
      next: "Connect by the name in the certificate, or set sslmode=verify-ca to check its issuer only.",
    };
  }
  const detail = systemCode(error) || message;
  const verifies = target.tls.mode === "verify-ca" || target.tls.mode === "verify-full";
  const advice = verifies || target.tls.ca !== undefined;
  return {
    code: "connection-tls",
    what: `TLS failed (${detail})`,
    next: advice
      ? "Give the certificate of the authority that signed the server's in sslrootcert."
      : "Check the server's TLS settings and the client certificate.",
  };
}

function networkFinding(error: unknown, target: Target): Finding | undefined {
  switch (systemCode(error)) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_FAIL":
      return {
        code: "connection-host-unknown",
        what: `the host name ${target.host} does not resolve`,
        next: "Check its spelling and that this machine's DNS (or VPN) knows it.",
      };
    case "ECONNREFUSED":
    case "ENOENT":
      return {
        code: "connection-refused",
        what: "nothing listens there",
        next: "Start the server, or check host and port.",
      };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
    case "EACCES":
    case "EPERM":
      return {
        code: "connection-unreachable",
        what: `there is no way to it from here (${systemCode(error)})`,
        next: "Check the network, the VPN and the server's firewall rules.",
      };
    case "ETIMEDOUT":
      return timeoutFinding(target);
    case "ECONNRESET":
    case "EPIPE":
      return lostFinding;
    default:
      return undefined;
  }
}

const lostFinding: Finding = {
  code: "connection-lost",
  what: "the connection was closed while it was being made",
  next: "The server (or a proxy before it) may be restarting, or may refuse this address: see its log.",
};

function timeoutFinding(target: Target): Finding {
  const seconds = (target.connectTimeout ?? defaultConnectTimeout) / 1000;
  return {
    code: "connection-timeout",
    what: `no answer within ${seconds} s`,
    next: "Check that the server runs and that its firewall lets this machine in, or raise connect_timeout.",
  };
}

/** Milliseconds a connection may take. */
export const defaultConnectTimeout = 10_000;

function authenticationFinding(error: DatabaseError, target: Target): Finding {
  if (/no encryption|SSL off/i.test(error.message)) {
    return {
      code: "connection-tls",
      what: "the server lets in no such user, database and address without TLS",
      next:
        "Set sslmode=require, or verify-full with the authority's certificate in sslrootcert; if it refuses still, " +
        "its pg_hba.conf must allow this machine's address.",
    };
  }
  if (/pg_hba\.conf/i.test(error.message)) {
    return {
      code: "connection-authentication",
      what: "the server's pg_hba.conf lets in no such user, database and address",
      next: "Allow this machine's address on the server, or connect by another way.",
    };
  }
  const given = target.password === undefined || target.password === "";
  return {
    code: "connection-authentication",
    what: given ? "the server wants a password and none was given" : "the server refused user or password",
    next: given ? "Give the user's password." : "Check both; a password that was rotated must be given anew.",
  };
}

function serverFinding(error: DatabaseError, target: Target): Finding | undefined {
  switch (error.code) {
    case "28P01":
    case "28000":
      return authenticationFinding(error, target);
    case "3D000":
      return {
        code: "connection-database-missing",
        what: `the database ${JSON.stringify(target.database)} does not exist`,
        next: `Make it there: CREATE DATABASE "${target.database.replaceAll('"', '""')}";`,
      };
    case "57P03":
      return {
        code: "connection-starting-up",
        what: `the server is not ready (${error.message})`,
        next: "Wait a moment and run it again.",
      };
    case "53300":
      return {
        code: "connection-too-many",
        what: `the server has no free connection (${error.message})`,
        next: "Close some, or raise max_connections; SELECT * FROM pg_stat_activity shows who holds them.",
      };
    case "42501":
    case "55000":
      return {
        code: "connection-not-allowed",
        what: error.message,
        next: `Grant it: GRANT CONNECT ON DATABASE "${target.database.replaceAll('"', '""')}" TO "${target.user.replaceAll('"', '""')}";`,
      };
    case "57P01":
    case "57P02":
      return lostFinding;
    default:
      return {
        code: "connection-failed",
        what: `${error.message} (${error.code ?? "no code"})`,
        next: "See the server's log.",
      };
  }
}

function findingOf(error: unknown, target: Target): Finding {
  if (error instanceof DatabaseError) {
    const finding = serverFinding(error, target);
    if (finding !== undefined) return finding;
  }
  const message = messageOf(error);
  if (/timeout expired/i.test(message)) return timeoutFinding(target);
  if (isTlsFailure(error)) return tlsFinding(error, target);
  if (/Connection terminated/i.test(message)) return lostFinding;
  if (/password must be a/i.test(message)) {
    return {
      code: "connection-authentication",
      what: "the server wants a password and none was given",
      next: "Give the user's password.",
    };
  }
  const network = networkFinding(error, target);
  if (network !== undefined) return network;
  return { code: "connection-failed", what: message, next: "See the server's log." };
}

/** Text without the target's secrets, should a driver or a server ever repeat them. */
function withoutSecrets(text: string, target: Target): string {
  const { password } = target;
  if (password === undefined || password === "") return text;
  return text.replaceAll(password, "***").replaceAll(encodeURIComponent(password), "***");
}

/** What went wrong while connecting, in the words of `ConnectionCode`. */
export function connectionError(error: unknown, target: Target): SchemaError {
  if (error instanceof SchemaError) return error;
  const finding = findingOf(error, target);
  const who = `database ${target.database} as ${target.user}`;
  const what = withoutSecrets(finding.what, target);
  return new SchemaError(
    finding.code,
    `Cannot connect to ${addressOf(target)} (${who}): ${what}. ${finding.next}`,
  );
}
