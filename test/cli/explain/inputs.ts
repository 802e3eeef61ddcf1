import { RpcError } from "../../../src/error/rpc-error.js";
import { errorInfo } from "../../../src/status/builders/error-info.js";
import { preconditionFailure } from "../../../src/status/builders/precondition-failure.js";
import { quotaFailure } from "../../../src/status/builders/quota-failure.js";
import { resourceInfo } from "../../../src/status/builders/resource-info.js";
import { retryInfo } from "../../../src/status/builders/retry-info.js";
import type { CodeName } from "../../../src/status/code.js";
import type { DetailInput } from "../../../src/status/details/detail-input.js";
import { richError } from "../../fixtures/rich-error.js";

/** An answer of Fireworks, which is known by the shape of its body. */
export function fireworksAnswer(status: number): string {
  const error = { object: "error", type: "invalid_request_error", message: "not today" };
  const body = JSON.stringify({ error });
  return `HTTP/1.1 ${status} X\r\ncontent-type: application/json\r\n\r\n${body}`;
}

/** The body of an error, as a REST API of Google sends it. */
export function body(code: CodeName, ...details: readonly DetailInput[]): string {
  return JSON.stringify(new RpcError(code, "it went wrong", { details }));
}

/** The body of an error that gives a reason. */
export function bodyWithReason(reason: string): string {
  return body("PERMISSION_DENIED", errorInfo({ reason, domain: "library.example" }));
}

/** An operation that failed, as a service answers who asks for it. */
export function failedOperation(code: number): string {
  return JSON.stringify({ id: "op-1", done: true, error: { code, message: "no", details: [] } });
}

const DAY_MS = 24 * 3_600_000;

/** An input for each way that the code may look: conditions, details, advice on trying again. */
export const INPUTS: readonly string[] = [
  JSON.stringify(richError()),
  ...Array.from({ length: 16 }, (_, at) => JSON.stringify({ code: at + 1, message: "no" })),
  ...[1, 5, 10, 14].map(failedOperation),
  ...[400, 401, 402, 404, 412, 429, 500, 503].map(fireworksAnswer),
  '{"code":9,"message":"Conflicting operation \\"epd1\\" detected"}',
  body("RESOURCE_EXHAUSTED", quotaFailure([{ subject: "project:1", description: "too many" }])),
  body("UNAVAILABLE", retryInfo(3)),
  body("UNAVAILABLE", retryInfo(DAY_MS / 2)),
  body("UNAVAILABLE", retryInfo(30 * DAY_MS)),
  body(
    "FAILED_PRECONDITION",
    preconditionFailure([{ type: "TOS", subject: "you", description: "sign" }]),
  ),
  body("NOT_FOUND", resourceInfo({ resourceType: "book", resourceName: "books/42" })),
  ...[1, 30, 40, 56, 57, 58, 90].map((length) => bodyWithReason("A".repeat(length))),
  bodyWithReason('"\\\n`$x\u202e\u2028*/ // \u001b[2J'),
];
