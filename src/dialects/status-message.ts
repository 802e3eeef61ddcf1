import { Code } from "../status/code.js";
import { anyFields } from "../status/details/read-details.js";
import { members } from "../wire/members.js";

/** A `google.rpc.Status` as an object of protobuf-es, protobufjs, proto-loader or ts-proto. */
export interface StatusMessage {
  readonly code: number;
  readonly message: string;
  readonly details: readonly unknown[];
}

/**
 * Whether a value is a `google.rpc.Status` message: marked by its type, or with a detail that holds
 * bytes. Without either it may be JSON, which reads the same.
 */
export function isStatusMessage(value: object): value is StatusMessage {
  const { $typeName, $type, code, details } = members(
    value,
    "$typeName",
    "$type",
    "code",
    "details",
  );
  if (typeof code !== "number" || !Array.isArray(details)) return false;
  if (($typeName ?? $type) === "google.rpc.Status") return true;
  return details.some((detail) => anyFields(detail) !== undefined);
}

/** Whether a status says OK, as the `error` of an operation does that some services leave behind. */
export function isOkStatus(status: object): boolean {
  const { code, message } = members(status, "code", "message");
  // ProtoJSON leaves a code of 0 out; a message without any code tells of a failure all the same.
  return code === Code.OK || ((code ?? undefined) === undefined && !message);
}
