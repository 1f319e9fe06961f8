// The engine for processes without a TypeScript loader, above all Pulumi's provider process.
"use strict";

module.exports = require("../tools/build/load.cjs").load("engine");
