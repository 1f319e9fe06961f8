// What a connection needs besides its target where the server is not reached directly. Each library is loaded when it is used.
import type { Duplex } from "node:stream";
import type { Target } from "../target";
import { cloudSqlStream } from "./cloud-sql";
import { entraToken } from "./entra";
import { throughJumpHost } from "./jump-host";

export interface Opened {
  /** What the client talks through, rather than a socket of its own. */
  readonly stream?: () => Duplex;
  /** The stream is encrypted already. */
  readonly isEncrypted?: boolean;
  readonly password?: string;
  /** Ends what was opened; called when the connection is over. */
  readonly close?: () => void;
}

export async function openWay(target: Target): Promise<Opened> {
  const { via, token } = target;
  const given = token === "entra" ? { password: await entraToken() } : {};
  if (via === undefined) return given;
  if (via.kind === "cloud sql") return { ...given, ...(await cloudSqlStream(via)) };
  const stream = await throughJumpHost(via, target);
  return { ...given, stream: () => stream, close: () => stream.destroy() };
}
