import type { JsonObject } from "@bufbuild/protobuf";
import { readDetails } from "../status/details/read-details.js";
import type { ErrorParts } from "../status/error-parts.js";
import type { Problem } from "../wire/problem.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { innerError } from "./inner-error.js";

/**
 * Whether a body is a failure in a stream of grpc-gateway v1: `{ error: { grpcCode: 3, httpCode: 400, message,
 * httpStatus: "Bad Request", details } }`. YandexGPT's completion endpoint answers so, streamed or not.
 */
export function isGrpcGatewayV1Stream(body: JsonObject): boolean {
  const error = innerError(body);
  return error !== undefined && MARKS.some((name) => name in error);
}

const MARKS = ["grpcCode", "grpc_code", "httpCode", "http_code"];

/** Decodes a failure in a stream of grpc-gateway v1. Total. */
export function decodeGrpcGatewayV1Stream(body: JsonObject, context: BodyContext): ErrorParts {
  const error = innerError(body) ?? {};
  const problems: Problem[] = [];
  return partsOfBody({
    grpc: [error.grpcCode ?? error.grpc_code],
    http: [error.httpCode ?? error.http_code],
    httpStatus: context.httpStatus,
    messages: [error.message, error.httpStatus ?? error.http_status],
    details: readDetails(error.details, problems),
    problems,
  });
}
