// What Pulumi's provider process calls for roles and credentials: the group `credentials` of its handlers.
export { fileSecret } from "./file-handlers";
export { groupRoles } from "./group-roles-handlers";
export { loginInUse } from "./in-use-handlers";
export { applicationLogin } from "./login-handlers";
