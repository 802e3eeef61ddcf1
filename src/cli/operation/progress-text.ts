import type { JsonValue, Registry } from "@bufbuild/protobuf";
import type { RpcError } from "../../error/rpc-error.js";
import type { OperationSnapshot } from "../../operation/operation-snapshot.js";
import { isJsonObject } from "../../wire/members.js";
import { shorten } from "../../wire/shorten.js";
import { typeNameFromUrl } from "../../wire/type-url.js";
import { showDuration } from "./show-duration.js";
import { metadataJson } from "./snapshot-json.js";

/** How far an operation is, in one line, but for its state: `Create disk (diskId epd1)`. As the service wrote it. */
export function progressText(snapshot: OperationSnapshot, registry: Registry): string {
  const { error, description } = snapshot;
  const what = error === undefined ? descriptionLine(description) : errorLine(error);
  const metadata = metadataJson(snapshot, registry);
  const details = metadata === undefined ? "" : payloadText(metadata);
  if (what === undefined) return details;
  return details === "" ? what : `${what} (${details})`;
}

/** A poll that failed, in one line: `poll failed, again in 2s: UNAVAILABLE no connection`. As the service wrote it. */
export function pollFailureText(error: RpcError, pauseMs: number): string {
  const pause = pauseMs < 1_000 ? "again soon" : `again in ${showDuration(pauseMs)}`;
  return `poll failed, ${pause}: ${errorLine(error)}`;
}

/** How much of a description is shown, which never changes: the metadata, which does, comes after it. */
const MAX_DESCRIPTION = 60;

function descriptionLine(description: string | undefined): string | undefined {
  const text = description?.trim() ?? "";
  return text === "" ? undefined : shorten(text, MAX_DESCRIPTION);
}

function errorLine({ codeName, message }: RpcError): string {
  return message === "" ? codeName : `${codeName} ${message}`;
}

/** How many fields are shown: those that stand first are what matters. */
const MAX_FIELDS = 12;

function payloadText(json: JsonValue): string {
  if (!isJsonObject(json)) return JSON.stringify(json);
  const { "@type": type, "@value": _bytes, ...own } = json;
  // A Struct has its fields one level further down.
  const { value, ...others } = own;
  const fields = isJsonObject(value) && Object.keys(others).length === 0 ? value : own;
  const texts = Object.entries(fields)
    .slice(0, MAX_FIELDS)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`);
  if (texts.length > 0) return texts.join(", ");
  // Of a type that nobody knows its name says something, too.
  return typeof type === "string" ? shortName(typeNameFromUrl(type)) : "";
}

function shortName(typeName: string): string {
  return typeName.slice(typeName.lastIndexOf(".") + 1);
}
