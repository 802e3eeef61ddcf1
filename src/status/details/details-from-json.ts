import type { JsonObject } from "@bufbuild/protobuf";
import { type Problem, problem } from "../../wire/problem.js";
import { MAX_DETAILS } from "../../wire/status-proto.js";
import type { Detail } from "./detail.js";
import { detailFromJson } from "./detail-json.js";

/** Whether a JSON value is an object: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readEntry(entry: unknown): Detail | undefined {
  try {
    return isJsonObject(entry) ? detailFromJson(entry) : undefined;
  } catch {
    // What is no JSON but an object of some program can throw as it is read.
    return undefined;
  }
}

/** Reads the `details` of a JSON status, one by one; entries that are no objects become problems. */
export function detailsFromJson(value: unknown, problems: Problem[]): Detail[] {
  if (value === undefined || value === null) return [];
  const entries = Array.isArray(value) ? value : [value];
  if (!Array.isArray(value)) problems.push(problem("json", "details is no list", typeof value));
  if (entries.length > MAX_DETAILS) {
    problems.push(
      problem("detail-limit", `${entries.length - MAX_DETAILS} more details were not read`),
    );
  }
  const details: Detail[] = [];
  for (const entry of entries.slice(0, MAX_DETAILS)) {
    const detail = readEntry(entry);
    if (detail !== undefined) details.push(detail);
    else problems.push(problem("json", "a detail is no object", entry));
  }
  return details;
}
