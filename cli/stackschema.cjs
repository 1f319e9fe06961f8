#!/usr/bin/env node
// The command `stackschema`: loads the built command line and runs it.
"use strict";

// Catalogs of ten thousand tables live long: by itself V8 lets the heap grow to several times of what is in use.
require("node:v8").setFlagsFromString("--heap-growing-percent=30");

const { load } = require("../tools/build/load.cjs");

async function run() {
  process.exitCode = await load("cli").main(process.argv.slice(2));
}

run().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
