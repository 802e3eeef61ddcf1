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

/** The shape of a body, text or trailer that an error was decoded from. */
export type DialectName =
  | "aip-193"
  | "google-status"
  | "grpc-gateway-v1"
  | "grpc-gateway-v1-stream"
  | "grpc-gateway-v2-stream"
  | "speechkit"
  | "connect"
  | "connect-end-stream"
  | "openai"
  | "gemini-interactions"
  | "problem-json"
  | "operation"
  | "plain-json"
  | "text"
  | "html"
  | "grpc-headers"
  | "printed";

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
  readonly dialect?: DialectName | undefined;
  /** The body as it came. */
  readonly body?: unknown;
}
