// Secrets in files of this checkout, which git ignores: for the local stack, and for servers of nobody's cloud.
import * as pulumi from "@pulumi/pulumi";
import { HandledResource } from "../dynamic";
import type { SecretContent, SecretReaders, SecretStore, StoredSecret } from "./contract";

class FileSecret extends HandledResource {
  declare readonly file: pulumi.Output<string>;
  declare readonly version: pulumi.Output<string>;
  /** In a preview: the mode of a file that others can read. */
  declare readonly __exposed: pulumi.Output<string | undefined>;

  constructor(name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    super(
      "credentials",
      "fileSecret",
      name,
      { version: undefined, __exposed: undefined, ...inputs },
      options,
    );
    pulumi.all([this.file, this.__exposed]).apply(([file, mode]) => this.#tellExposed(file, mode));
  }

  #tellExposed(file: string, mode: string | undefined): void {
    if (mode === undefined) return;
    const text =
      `others can read ${file}: its mode is ${mode}, and becomes 600 again. ` +
      "The login in it gets another password with another credentialGeneration.";
    void pulumi.log.warn(text, this);
  }
}

export interface FileStoreArguments {
  /**
   * Directory of the files, relative to the project.
   * @default ".stackschema/credentials/<stack>"
   */
  readonly directory?: string;
}

/** A file of mode 600 for each secret, as `node --env-file` reads it: DATABASE_URL and its parts. */
export class FileStore implements SecretStore {
  readonly #directory: string;

  constructor({ directory }: FileStoreArguments = {}) {
    this.#directory = directory ?? `.stackschema/credentials/${pulumi.getStack()}`;
  }

  /** @throws pulumi.RunError where readers are named: a file has the rights of its owner alone */
  keep(
    name: string,
    content: SecretContent,
    readers: SecretReaders,
    options: pulumi.CustomResourceOptions,
  ): StoredSecret {
    if (Object.keys(readers).length > 0)
      throw new pulumi.RunError(`the secret ${name} is kept in a file, which has no readers but its owner`);
    const inputs = { file: `${this.#directory}/${name}.env`, ...content };
    const written = new FileSecret(name, inputs, options);
    return { reference: written.file, version: written.version, access: [], written };
  }
}
