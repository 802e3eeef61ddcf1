import type { JsonObject } from "@bufbuild/protobuf";
import type { ErrorParts } from "../status/error-parts.js";
import { readCode } from "../status/read-code.js";
import type { BodyContext } from "./body-context.js";
import { decodeGoogleStatus } from "./google-status.js";
import { innerError } from "./inner-error.js";

/**
 * Whether a body is a failure in a stream of grpc-gateway v2: `{ error: { code: 5, message, details } }` with
 * the gRPC number inside `error`, among lines of `{ result: … }`.
 */
export function isGrpcGatewayV2Stream(body: JsonObject, { failed }: BodyContext): boolean {
  const error = innerError(body);
  if (error === undefined || ["type", "param", "status"].some((name) => name in error))
    return false;
  // An object may have no text: JSON brings toString as a number.
  if (typeof error.code === "object" || !/^-?\d{1,2}$/.test(String(error.code))) return false;
  return failed || readCode(error.code).code !== undefined;
}

/** Decodes a failure in a stream of grpc-gateway v2. Total. */
export function decodeGrpcGatewayV2Stream(body: JsonObject, context: BodyContext): ErrorParts {
  return decodeGoogleStatus(innerError(body) ?? {}, "rest", context);
}
