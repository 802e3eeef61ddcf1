import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { Code, codeName, type ErrorCode, isErrorCode, parseCode } from "../status/code.js";
import { anyBytes } from "../status/details/any-bytes.js";
import type { Detail } from "../status/details/detail.js";
import { detailToJson } from "../status/details/detail-json.js";
import { readDetails } from "../status/details/read-details.js";
import type { ErrorParts } from "../status/error-parts.js";
import { decodeAny } from "../wire/any.js";
import { encodeBase64 } from "../wire/base64.js";
import { isJsonObject, member } from "../wire/members.js";
import type { Problem } from "../wire/problem.js";
import { typeNameFromUrl, typeUrlFromName } from "../wire/type-url.js";
import { wellFormed } from "../wire/utf8.js";
import type { EncodableError } from "./aip-193.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { shownDetails } from "./shown-details.js";

/** The error body of a unary call over the Connect protocol. */
export interface ConnectBody {
  /** Name of the code in lower case: `not_found`, `canceled`. */
  readonly code: string;
  readonly message?: string;
  readonly details?: ConnectBodyDetail[];
}

/** One detail of a {@link ConnectBody}. */
export interface ConnectBodyDetail {
  /** Full name of the message type. */
  readonly type: string;
  /** The serialized message in base64 without padding. */
  readonly value: string;
  /** The message in ProtoJSON, for people; absent where its type is not known here. */
  readonly debug?: JsonObject;
}

/**
 * Encodes the error body of a unary Connect call. `DebugInfo` stays behind, as in every body; a detail
 * that is known as JSON alone travels as a `google.protobuf.Struct`.
 *
 * @see https://connectrpc.com/docs/protocol#error-end-stream
 */
export function encodeConnect(error: EncodableError): ConnectBody {
  const { code, message } = error;
  const shown = shownDetails(error);
  return {
    code: connectCode(code),
    ...(message !== "" && { message: wellFormed(message) }),
    ...(shown.length > 0 && { details: shown.flatMap(connectDetail) }),
  };
}

/** The name of a code as the Connect protocol spells it: in lower case, `canceled` with one l. */
export function connectCode(code: ErrorCode): string {
  return code === Code.CANCELLED ? "canceled" : codeName(code).toLowerCase();
}

function connectDetail(detail: Detail): ConnectBodyDetail[] {
  const any = anyBytes(detail);
  if (any === undefined) return [];
  const { typeUrl, value } = decodeAny(any);
  const { "@type": _, ...debug } = detailToJson(detail);
  return [
    {
      type: typeNameFromUrl(typeUrl),
      value: encodeBase64(value),
      ...((detail.value ?? detail.json) !== undefined && { debug }),
    },
  ];
}

/**
 * Whether a body is the error of a unary Connect call: `{ code: "not_found", message, details }` with the
 * name in lower case. Upper case is a flat status that was written with names.
 */
export function isConnect(body: JsonObject, { failed }: BodyContext): boolean {
  const { code, message, details } = body;
  if (typeof code === "string" && hasConnectDetails(details)) return true;
  if (!isConnectCode(code)) return false;
  return (
    failed || (typeof message === "string" && Object.keys(body).every((key) => MEMBERS.has(key)))
  );
}

const MEMBERS = new Set(["code", "message", "details"]);

/** Decodes the error of a unary Connect call. Total. */
export function decodeConnect(body: JsonObject, { httpStatus }: BodyContext): ErrorParts {
  const problems: Problem[] = [];
  const parts = partsOfBody({
    grpc: [body.code],
    httpStatus,
    // Twirp has the same names of codes.
    messages: [body.message, body.msg],
    details: readDetails(withTypeUrls(body.details), problems),
    problems,
  });
  return { ...parts, via: "connect" };
}

/** Elsewhere `type` may be any word; here it is the name of a type, if without a package. */
function withTypeUrls(details: JsonValue | undefined): unknown {
  if (!Array.isArray(details)) return details;
  return details.map((detail) => {
    const { type, value } = isJsonObject(detail) ? detail : {};
    if (typeof type !== "string" || type.includes(".") || typeof value !== "string") return detail;
    return { ...(detail as JsonObject), type: typeUrlFromName(type) };
  });
}

/** Whether a value is the name of a code as Connect writes it, if with two l in `cancelled`. */
function isConnectCode(code: unknown): boolean {
  return typeof code === "string" && /^[a-z_]+$/.test(code) && isErrorCode(parseCode(code));
}

/** Whether `details` has an entry as Connect writes them: `type` and `value`, without `@type`. */
export function hasConnectDetails(details: unknown): boolean {
  return (
    Array.isArray(details) &&
    details.some(
      (one) => typeof member(one, "type") === "string" && member(one, "@type") === undefined,
    )
  );
}
