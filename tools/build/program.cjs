// What `pulumi` runs: package.json names it as the project's main file, so the working directory is the checkout's top.
// The program itself is index.ts.
"use strict";

module.exports = require("./load.cjs").load("program");
