// The administrator's password of a server that a stack makes: another generation is another password.

import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";

/**
 * Letters and digits alone, so that it needs no quoting in a URL, a shell or a file. 40 of them are 238 bits, and all
 * three sorts are among them, as providers ask. A secret.
 */
export function adminPassword(
  name: string,
  generation: number,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const made = new RandomPassword(
    `${name}-admin`,
    {
      keepers: { generation: String(generation) },
      length: 40,
      special: false,
      minLower: 1,
      minUpper: 1,
      minNumeric: 1,
    },
    options,
  );
  return pulumi.secret(made.result);
}
