// The Pulumi commands that messages print, ready to be copied. The program uses them too, so they do without the engine,
// which it does not load.

/** How Pulumi is called here: through npm where the run was, since the CLI need not be on the PATH then. */
function pulumiCommand(): string {
  return process.env.npm_lifecycle_event === undefined ? "pulumi" : "npm run pulumi --";
}

/** The command that sets one value of the stack's configuration, which is quoted already. */
export function setCommand(stack: string, key: string, quoted: string): string {
  return `${pulumiCommand()} config set --stack ${stack} --path '${key}' ${quoted}`;
}

/** The same for a value that must not be seen: Pulumi asks for it. */
export function secretCommand(stack: string, key: string): string {
  return `${pulumiCommand()} config set --stack ${stack} --path --secret '${key}'`;
}

/** The same for the text of a file. */
export function fileCommand(stack: string, key: string, file: string): string {
  return process.platform === "win32"
    ? `Get-Content -Raw ${file} | ${pulumiCommand()} config set --stack ${stack} --path '${key}'`
    : `${pulumiCommand()} config set --stack ${stack} --path '${key}' < ${file}`;
}

/**
 * The command that takes a value out of the stack's configuration.
 * @param way `key`: a whole key, which may have dots that are no path; `path`: something inside one
 */
export function removeCommand(stack: string, way: "key" | "path", key: string): string {
  return `${pulumiCommand()} config rm --stack ${stack} ${way === "path" ? "--path " : ""}'${key}'`;
}
