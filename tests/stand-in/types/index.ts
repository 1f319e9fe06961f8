// Every resource type that the stand-in knows.
import type { Types } from "../model";
import { azure } from "./azure";
import { azurePostgres } from "./azure-postgres";
import { command } from "./command";
import { google } from "./google";
import { googleSql } from "./google-sql";
import { random } from "./random";

export const types: Types = { ...azure, ...azurePostgres, ...command, ...google, ...googleSql, ...random };
