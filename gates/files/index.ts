// What the command line and the components may use of this folder.
export { type Application, checkApplication, gateCheck, registryText } from "./check";
export { projectOf } from "./read";
