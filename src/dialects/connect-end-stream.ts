import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import type { HeadersLike } from "../wire/headers.js";
import { isJsonObject } from "../wire/members.js";
import type { BodyContext } from "./body-context.js";
import { decodeConnect, hasConnectDetails } from "./connect.js";
import { innerError } from "./inner-error.js";

/**
 * Whether a body is the end of a stream over the Connect protocol that failed: `{ error: { code:
 * "not_found", … }, metadata: { name: ["value"] } }`.
 */
export function isConnectEndStream(body: JsonObject, { contentType = "" }: BodyContext): boolean {
  const error = innerError(body);
  if (error === undefined) return false;
  if (contentType.startsWith("application/connect+")) return true;
  const plain = !(
    ["type", "param", "status"].some((name) => name in error) || "event_type" in body
  );
  return (
    plain &&
    (hasConnectDetails(error.details) ||
      (typeof error.code === "string" && isJsonObject(body.metadata)))
  );
}

/** Decodes the end of a stream over the Connect protocol; its metadata becomes the error's. Total. */
export function decodeConnectEndStream(body: JsonObject, context: BodyContext): ErrorParts {
  const parts = decodeConnect(innerError(body) ?? {}, context);
  const { metadata } = body;
  return isJsonObject(metadata) ? { ...parts, metadata: [metadata as HeadersLike] } : parts;
}
