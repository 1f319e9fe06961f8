// Pulumi's Node provider process outlives a CLI that was killed, for ever, with its database session and its locks.
// This ends it when the engine it serves is gone; what it was doing is finished by the next run, as after any kill.
"use strict";

const net = require("node:net");
const path = require("node:path");

const interval = 2000;

/** @param {readonly string[]} argv of the process; Pulumi starts its provider with the engine's address alone */
function engineAddress(argv) {
  const [, script = "", address = ""] = argv;
  if (!script.includes(path.join("cmd", "dynamic-provider"))) return undefined;
  const match = /^(.+):(\d+)$/.exec(address);
  return match === null ? undefined : { host: match[1], port: Number(match[2]) };
}

/** @param {readonly string[]} argv */
function endWithEngine(argv) {
  const address = engineAddress(argv);
  if (address === undefined) return;
  const look = () => {
    const socket = net.connect(address);
    socket.unref();
    socket.once("connect", () => socket.destroy());
    socket.once("error", (error) => {
      // Only a refusal proves that nobody listens there any more.
      if ("code" in error && error.code === "ECONNREFUSED") process.exit(1);
    });
  };
  setInterval(look, interval).unref();
}

module.exports = { endWithEngine };
