// One line that tells how a long job is going: rewritten in place on a terminal, repeated now and then in a log.

const logInterval = 20;

function elapsed(since: number): string {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60
    ? `${seconds}s`
    : `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, "0")}s`;
}

export interface Progress {
  /** What is being done right now. */
  update(text: string): void;
  /** Leaves the last line standing, with the whole time. */
  end(text: string): void;
}

export function startProgress(stream: NodeJS.WriteStream, title: string): Progress {
  const since = Date.now();
  let detail = "";
  let logged = 0;
  const line = (text: string): string => `${title}: ${text}${text ? ", " : ""}${elapsed(since)}`;
  const tick = (): void => {
    if (stream.isTTY) stream.write(`\r\u001b[K${line(detail)}`);
    else if (Date.now() - logged >= logInterval * 1000) {
      logged = Date.now();
      stream.write(`${line(detail)}\n`);
    }
  };
  tick();
  const timer = setInterval(tick, 1000);
  return {
    update: (text) => {
      detail = text;
    },
    end: (text) => {
      clearInterval(timer);
      stream.write(`${stream.isTTY ? "\r\u001b[K" : ""}${line(text)}\n`);
    },
  };
}
