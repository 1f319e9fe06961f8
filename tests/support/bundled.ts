// What a test that bundles the engine leaves out of the bundle, as the checkout's own bundles do.
import { createRequire } from "node:module";

const bundles: { readonly loadedWhenUsed: string[] } = createRequire(__filename)(
  "../../tools/build/bundles.cjs",
);

export const { loadedWhenUsed } = bundles;
