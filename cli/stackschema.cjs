#!/usr/bin/env node
// The command `stackschema`: loads the built command line and runs it.
"use strict";

const { load } = require("../tools/build/load.cjs");

async function run() {
  process.exitCode = await load("cli").main(process.argv.slice(2));
}

run().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
