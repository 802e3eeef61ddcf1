import { fromJson, type JsonObject } from "@bufbuild/protobuf";
import { type AnyMembers, anyMembers } from "../../wire/any-members.js";
import { isJsonObject, members } from "../../wire/members.js";
import { type Problem, problem } from "../../wire/problem.js";
import { MAX_NUMBERS, type NumberBudget, readBytes } from "../../wire/read-bytes.js";
import { MAX_DETAILS } from "../../wire/status-proto.js";
import { typeUrlFromName } from "../../wire/type-url.js";
import { readWholeJson } from "../../wire/whole-json.js";
import { knownSchema } from "../known-types.js";
import { BinaryDetail } from "./binary-detail.js";
import { DamagedDetail } from "./damaged-detail.js";
import type { Detail } from "./detail.js";
import { detailFromJson } from "./detail-json.js";
import { JsonDetail } from "./json-detail.js";
import { mendJson } from "./mend-json.js";
import { MessageDetail } from "./message-detail.js";

/**
 * Reads the `details` of a status, as JSON or as messages of any library, one by one. Total; entries that
 * are neither become problems.
 */
export function readDetails(value: unknown, problems: Problem[]): Detail[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) problems.push(problem("json", "no list", typeof value));
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  const skipped = entries.length - MAX_DETAILS;
  if (skipped > 0) problems.push(problem("detail-limit", `${skipped} more details`));
  const details: Detail[] = [];
  const budget = { left: MAX_NUMBERS };
  entries.slice(0, MAX_DETAILS).forEach((entry, detail) => {
    const read = readDetail(entry, budget);
    if (read) details.push(read);
    else problems.push({ ...problem("json", "no object", entry), detail });
  });
  return details;
}

/** How many marks of JSON a printed detail may have: as many members as are decoded. */
const MAX_MARKS = 4_096;

function readDetail(entry: unknown, budget: NumberBudget): Detail | undefined {
  try {
    const any = anyFields(entry);
    if (any) {
      const { typeUrl } = any;
      const value = readBytes(any.value, budget);
      if (value) return new BinaryDetail({ typeUrl, value });
      return new DamagedDetail(typeUrl, entry as JsonObject);
    }
    // Some print each detail once more.
    const json = typeof entry === "string" ? readWholeJson(entry, MAX_MARKS)?.value : entry;
    return readMessage(json) ?? (isJsonObject(json) ? detailFromJson(json, budget) : undefined);
  } catch {
    // An object of some program can throw as it is read.
    return undefined;
  }
}

/** A message that some library decoded: nice-grpc's rich errors are lists of ts-proto's. */
function readMessage(entry: unknown): Detail | undefined {
  const { $type, $typeName } = members(entry, "$type", "$typeName");
  const type = $type ?? $typeName;
  if (typeof type !== "string") return undefined;
  const schema = knownSchema(type);
  if (schema === undefined) {
    return new JsonDetail({ "@type": typeUrlFromName(type), ...(entry as JsonObject) });
  }
  return new MessageDetail(schema, fromJson(schema, mendJson(schema, entry) ?? {}));
}

/** The members of an `Any` message whose value is bytes, or a list of them. In base64 it may be anybody's JSON. */
export function anyFields(entry: unknown): AnyMembers | undefined {
  const any = anyMembers(entry);
  const value = any?.value;
  try {
    return ArrayBuffer.isView(value) || Array.isArray(value) ? any : undefined;
  } catch {
    // A proxy that was revoked.
    return undefined;
  }
}
