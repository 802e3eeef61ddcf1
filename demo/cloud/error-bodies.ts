import type { JsonObject } from "@bufbuild/protobuf";
import { httpStatusFromCode } from "../../src/entry/http.js";
import type { RpcError } from "../../src/entry/index.js";

/** How each provider writes an error: the same facts, four shapes, and `code` means something else in each. */
export const ERROR_BODIES: Readonly<Record<string, (error: RpcError) => JsonObject>> = {
  google: (error) => error.toJSON() as unknown as JsonObject,
  yandex: (error) => ({ code: error.code, message: error.message, details: detailsOf(error) }),
  yandexgpt: (error) => ({
    error: {
      grpcCode: error.code,
      httpCode: httpStatusFromCode(error.code),
      message: error.message,
      httpStatus: "Too Many Requests",
      details: detailsOf(error),
    },
  }),
  fireworks: (error) => ({
    error: {
      object: "error",
      type: "rate_limit_error",
      code: "rate_limit_exceeded",
      message: error.message,
    },
  }),
};

function detailsOf(error: RpcError): JsonObject[] {
  return error.toJSON().error.details ?? [];
}
