import { Code } from "../status/code.js";
import { settleCode } from "../status/combine-status.js";
import { BinaryDetail } from "../status/details/binary-detail.js";
import type { Detail } from "../status/details/detail.js";
import { detailFromJson } from "../status/details/detail-json.js";
import { isJsonObject } from "../status/details/details-from-json.js";
import type { ErrorParts, ErrorVia } from "../status/error-parts.js";
import { member, members } from "../wire/members.js";
import { type Problem, problem } from "../wire/problem.js";
import { MAX_DETAILS } from "../wire/status-proto.js";
import { messageMember } from "./json-members.js";

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
  if ($typeName === "google.rpc.Status" || $type === "google.rpc.Status") return true;
  return details.some((detail) => anyFields(detail) !== undefined);
}

/** Decodes a status message. Total. A code of 0 counts as UNKNOWN: whoever asks knows it failed. */
export function decodeStatusMessage(status: StatusMessage, via: ErrorVia = "grpc"): ErrorParts {
  const problems: Problem[] = [];
  const code = settleCode(status.code, problems);
  if (status.details.length > MAX_DETAILS) {
    problems.push(
      problem("detail-limit", `${status.details.length - MAX_DETAILS} more details were not read`),
    );
  }
  return {
    code,
    message: messageMember(status.message, problems),
    details: status.details.slice(0, MAX_DETAILS).flatMap((detail, index) => {
      const decoded = decodeEntry(detail);
      if (decoded !== undefined) return [decoded];
      problems.push({ ...problem("detail", "the detail is no Any"), detail: index });
      return [];
    }),
    origin: "server",
    via,
    problems,
  };
}

function decodeEntry(detail: unknown): Detail | undefined {
  const any = anyFields(detail);
  if (any !== undefined) return new BinaryDetail(any);
  // ts-proto's fromJSON and hand-written fakes leave ProtoJSON among the details.
  return isJsonObject(detail) && typeof member(detail, "@type") === "string"
    ? detailFromJson(detail)
    : undefined;
}

function anyFields(detail: unknown): { typeUrl: string; value: Uint8Array } | undefined {
  const { typeUrl, type_url, value } = members(detail, "typeUrl", "type_url", "value");
  const url = typeUrl ?? type_url;
  if (typeof url !== "string" || !(value instanceof Uint8Array)) return undefined;
  return { typeUrl: url, value };
}

/** Whether a status says OK, as the `error` of an operation does that some services leave behind. */
export function isOkStatus(status: object): boolean {
  const code = member(status, "code");
  return code === Code.OK || code === undefined || code === null;
}
