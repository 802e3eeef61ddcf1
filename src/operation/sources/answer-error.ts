import { RpcError } from "../../error/rpc-error.js";
import type { ErrorCode } from "../../status/code.js";

/** An error of an answer over HTTP that cannot be used. Its headers have the ids that support asks for. */
export function answerError(response: Response, code: ErrorCode, message: string): RpcError {
  const parts = {
    code,
    message,
    details: [],
    origin: "transport",
    via: "rest",
    metadata: [response.headers],
    httpStatus: response.status,
    problems: [],
  } as const;
  return RpcError.fromParts(parts, response);
}
