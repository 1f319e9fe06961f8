// pulumi-random. Every input of a password makes another one when it changes, as the real provider has it.
import { randomBytes, randomInt } from "node:crypto";
import type { Properties, Types } from "../model";

const alphabets = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  numeric: "0123456789",
  special: "!@#$%&*()-_=+[]{}<>:?",
} as const;

function password(inputs: Properties): string {
  const special = typeof inputs.overrideSpecial === "string" ? inputs.overrideSpecial : alphabets.special;
  const sets = Object.entries({ ...alphabets, special }).filter(([name]) => inputs[name] !== false);
  const pick = (from: string): string => from.charAt(randomInt(from.length));
  const least = sets.flatMap(([name, letters]) => {
    const minimum = Number(inputs[`min${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? 0);
    return Array.from({ length: minimum }, () => pick(letters));
  });
  const all = sets.map(([, letters]) => letters).join("");
  const letters = [...least];
  while (letters.length < Number(inputs.length)) letters.splice(randomInt(letters.length + 1), 0, pick(all));
  return letters.join("");
}

export const random: Types = {
  "random:index/randomPassword:RandomPassword": {
    id: () => "none",
    repeatable: true,
    replaces: [
      "keepers",
      "length",
      "lower",
      "minLower",
      "minNumeric",
      "minSpecial",
      "minUpper",
      "number",
      "numeric",
      "overrideSpecial",
      "special",
      "upper",
    ],
    create: (inputs) => ({
      data: { id: `none-${randomBytes(6).toString("hex")}` },
      outputs: {
        result: password(inputs),
        bcryptHash: `$2a$10$${randomBytes(40).toString("base64url").slice(0, 53)}`,
      },
    }),
  },
};
