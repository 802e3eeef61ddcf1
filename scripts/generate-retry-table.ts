// Writes the readable form of the rules that adviseRetry decides by.
import { writeFileSync } from "node:fs";
import { RETRY_TABLE, retryTable } from "./retry-table.js";

writeFileSync(RETRY_TABLE, retryTable());
