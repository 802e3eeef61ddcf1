import type { JsonObject } from "@bufbuild/protobuf";
import { readDetails } from "../status/details/read-details.js";
import type { ErrorParts } from "../status/error-parts.js";
import type { Problem } from "../wire/problem.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";

/** Whether a body is a failure of grpc-gateway v1: `{ error: "text", code: 5, message: "text", details }`. */
export function isGrpcGatewayV1({ error, code }: JsonObject): boolean {
  if (typeof error !== "string") return false;
  return (typeof code === "number" || typeof code === "string") && Number.isInteger(Number(code));
}

/** Decodes a failure of grpc-gateway v1. Total; `error` and `message` are the same text. */
export function decodeGrpcGatewayV1(body: JsonObject, context: BodyContext): ErrorParts {
  const problems: Problem[] = [];
  return partsOfBody({
    grpc: [body.code],
    httpStatus: context.httpStatus,
    messages: [body.message, body.error],
    details: readDetails(body.details, problems),
    problems,
  });
}
