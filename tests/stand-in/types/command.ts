// pulumi-command: commands run for real, in the shell, with what the program gives them in their environment.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { list, optionalText, type Properties, record, type Types } from "../model";

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, inputs: Properties, before: Properties = {}): Promise<Output> {
  const [program = "/bin/sh", ...rest] = [...list(inputs.interpreter ?? ["/bin/sh", "-c"]), command].map(
    String,
  );
  const given = Object.entries(record(inputs.environment)).map(([key, value]) => [key, String(value)]);
  const earlier = {
    PULUMI_COMMAND_STDOUT: String(before.stdout ?? ""),
    PULUMI_COMMAND_STDERR: String(before.stderr ?? ""),
  };
  const child = spawn(program, rest, {
    cwd: optionalText(inputs, "dir"),
    env: { ...process.env, ...earlier, ...Object.fromEntries(given) },
  });
  child.stdin.end(optionalText(inputs, "stdin") ?? "");
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      output[stream] += chunk;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const trimmed = { stdout: output.stdout.trimEnd(), stderr: output.stderr.trimEnd() };
      if (code === 0) resolve(trimmed);
      else
        reject(
          new Error(
            `exit status ${code}: running ${JSON.stringify(command)}:\n${output.stdout}${output.stderr}`,
          ),
        );
    });
  });
}

export const command: Types = {
  "command:local:Command": {
    id: () => "command",
    repeatable: true,
    replaces: ["triggers"],
    create: async (inputs) => {
      const create = optionalText(inputs, "create");
      const output = create === undefined ? { stdout: "", stderr: "" } : await run(create, inputs);
      return { data: { id: `command${randomBytes(6).toString("hex")}` }, outputs: { ...output } };
    },
    update: async (inputs, before) => {
      const update = optionalText(inputs, "update") ?? optionalText(inputs, "create");
      if (update === undefined) return { data: before.data, outputs: before.outputs };
      return { data: before.data, outputs: { ...(await run(update, inputs, before.outputs)) } };
    },
    delete: async (before) => {
      const command_ = optionalText(before.inputs, "delete");
      if (command_ !== undefined) await run(command_, before.inputs, before.outputs);
    },
  },
};
