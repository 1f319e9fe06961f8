// The commands' way to the outside: streams, environment, and a question on a terminal. The only place of the CLI that
// touches `process`; tests hand in their own.
import { createInterface } from "node:readline/promises";
import picocolors from "picocolors";

export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Results: plans, SQL, JSON. */
  readonly print: (text: string) => void;
  /** Everything else: where we are connected, progress, errors. */
  readonly note: (text: string) => void;
  readonly color: boolean;
  /** Asks a question that only `yes` answers; null where nobody can be asked. */
  readonly confirm: ((question: string) => Promise<boolean>) | null;
}

async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} Type yes to go on: `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

/** Errors of a stream whose reader is gone. */
const readerIsGone = new Set(["EPIPE", "ERR_STREAM_DESTROYED", "EOF"]);

/** Nobody reads on, as with `| head -1`: a command does all the same what it was called for, and an apply to its end. */
function outliveReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!readerIsGone.has(error.code ?? "")) throw error;
  });
}

export function processTerminal(): Terminal {
  outliveReader(process.stdout);
  outliveReader(process.stderr);
  const interactive = process.stdin.isTTY === true && process.stderr.isTTY === true;
  return {
    environment: process.env,
    print: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
    color: process.stdout.isTTY === true && picocolors.isColorSupported,
    confirm: interactive ? confirm : null,
  };
}
