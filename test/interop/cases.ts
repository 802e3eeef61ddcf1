import { badRequest, debugInfo, errorInfo, RpcError, retryInfo } from "../../src/entry/index.js";

const info = () => errorInfo({ reason: "BOOKS_INVALID", domain: "library.example" });

function violations(count: number) {
  return badRequest(
    Array.from({ length: count }, (_, index) => ({
      field: `books[${index}].title`,
      description: "must not be empty",
    })),
  );
}

/** An error of a handler, and what a strict client has to find in it. */
export interface InteropCase {
  readonly thrown: () => unknown;
  readonly code: string;
  /** What the message begins with; the whole of it, where `isWhole`. */
  readonly message: string;
  readonly isWhole: boolean;
  /** Names of the details' types. */
  readonly details: readonly string[];
}

/** Errors that clients of other languages have been seen to reject, or not to receive. */
export const CASES: Readonly<Record<string, InteropCase>> = {
  "escapes in the message": {
    thrown: () => new RpcError("NOT_FOUND", " é/ü 100% of it\nя ", { details: [retryInfo(1_500)] }),
    code: "NOT_FOUND",
    message: " é/ü 100% of it\nя ",
    isWhole: true,
    details: ["RetryInfo", "RequestInfo"],
  },
  "half a character": {
    thrown: () => new RpcError("ABORTED", "half \ud83d", { details: [info()] }),
    code: "ABORTED",
    message: "half \ufffd",
    isWhole: true,
    details: ["ErrorInfo", "RequestInfo"],
  },
  "two thousand violations": {
    thrown: () =>
      new RpcError("INVALID_ARGUMENT", "many books have no title", {
        details: [violations(2_000), info(), debugInfo({ detail: "x".repeat(100_000) })],
      }),
    code: "INVALID_ARGUMENT",
    message: "many books have no title",
    isWhole: true,
    details: ["BadRequest", "ErrorInfo", "RequestInfo"],
  },
  "a message of 100 kB": {
    thrown: () => new RpcError("ABORTED", "я".repeat(50_000), { details: [info()] }),
    code: "ABORTED",
    message: "я".repeat(400),
    isWhole: false,
    details: [],
  },
  "a plain Error": {
    thrown: () => new Error("password=hunter2"),
    code: "INTERNAL",
    message: "internal error",
    isWhole: true,
    details: ["RequestInfo"],
  },
};
