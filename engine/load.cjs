// The engine for processes without a TypeScript loader, above all Pulumi's provider process.
"use strict";

// Where there is no navigator, as in Node 20, `pg` makes a Response to see whose process it is in, and so loads all of fetch.
const bare = !("navigator" in globalThis);
try {
  if (bare)
    Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Node.js" }, configurable: true });
  require("pg");
} catch {
  // What is missing is told below.
} finally {
  if (bare) Reflect.deleteProperty(globalThis, "navigator");
}

module.exports = require("../tools/build/load.cjs").load("engine");
