import { fromJson, type JsonObject } from "@bufbuild/protobuf";
import { isJsonObject, members } from "../../wire/members.js";
import { type Problem, problem } from "../../wire/problem.js";
import { MAX_DETAILS } from "../../wire/status-proto.js";
import { typeUrlFromName } from "../../wire/type-url.js";
import { readWholeJson } from "../../wire/whole-json.js";
import { knownSchema } from "../known-types.js";
import { BinaryDetail } from "./binary-detail.js";
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
  entries.slice(0, MAX_DETAILS).forEach((entry, detail) => {
    const read = readDetail(entry);
    if (read !== undefined) details.push(read);
    else problems.push({ ...problem("json", "no object", entry), detail });
  });
  return details;
}

/** How many marks of JSON a printed detail may have: as many members as are decoded. */
const MAX_MARKS = 4_096;

function readDetail(entry: unknown): Detail | undefined {
  const any = anyFields(entry);
  if (any !== undefined) return new BinaryDetail(any);
  try {
    // Some print each detail once more.
    const json = typeof entry === "string" ? readWholeJson(entry, MAX_MARKS)?.value : entry;
    return readMessage(json) ?? (isJsonObject(json) ? detailFromJson(json) : undefined);
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

/** The fields of an `Any` message: protobuf-es and ts-proto name them otherwise than protobufjs. */
export function anyFields(entry: unknown): { typeUrl: string; value: Uint8Array } | undefined {
  const { typeUrl, type_url, value } = members(entry, "typeUrl", "type_url", "value");
  const url = typeUrl ?? type_url;
  if (typeof url !== "string" || !(value instanceof Uint8Array)) return undefined;
  return { typeUrl: url, value };
}
