import type { HeadersLike } from "../wire/headers.js";
import type { Problem } from "../wire/problem.js";
import type { ErrorCode } from "./code.js";
import type { Detail } from "./details/detail.js";

/**
 * Who made the error:
 *
 * - `"server"`: the service said so
 * - `"transport"`: something on the way: a proxy, a bare HTTP status, a broken connection
 * - `"local"`: this process: its own deadline, an abort, an error thrown here
 */
export type ErrorOrigin = "server" | "transport" | "local";

/** What carried the error here. */
export type ErrorVia = "grpc" | "grpc-web" | "connect" | "rest" | "operation" | "local";

/** What a decoder found out about a failure: the material of an `RpcError`, still without one. */
export interface ErrorParts {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: readonly Detail[];
  readonly origin: ErrorOrigin;
  readonly via: ErrorVia;
  /** Headers and trailers, read only when somebody asks for them. */
  readonly metadata?: readonly (HeadersLike | undefined)[];
  readonly httpStatus?: number | undefined;
  readonly problems: readonly Problem[];
}
