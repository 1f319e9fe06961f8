// The provider handlers for Pulumi's provider process, which has no TypeScript loader.
"use strict";

require("./end-with-engine.cjs").endWithEngine(process.argv);

module.exports = require("../tools/build/load.cjs").load("components");
