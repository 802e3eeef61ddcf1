import type { DescMessage, Message, MessageInitShape } from "@bufbuild/protobuf";
import type { RpcError } from "../../error/rpc-error.js";
import type { CodeName, ErrorCode } from "../../status/code.js";
import type { DialectName, ErrorOrigin, ErrorVia } from "../../status/error-parts.js";

/**
 * What `toMatchRpcError` takes: a code, what has to stand in the error, or an `RpcError` whose code, message and
 * details it has to have, all of them and no others.
 */
export type ExpectedRpcError = CodeName | ErrorCode | RpcErrorExpectation | RpcError;

/**
 * What has to stand in an error. A member that is absent is left open, `null` stands for one that the error must
 * not have. All but `code` and `details` also take `expect.stringContaining(…)` and its like.
 */
export interface RpcErrorExpectation {
  readonly code?: CodeName | ErrorCode;
  /** The whole message, or what is to be found in it. */
  readonly message?: string | RegExp;
  /** `reason` of the first `ErrorInfo`. */
  readonly reason?: string | RegExp | null;
  /** `domain` of the first `ErrorInfo`. */
  readonly domain?: string | RegExp | null;
  /** HTTP status of the answer. */
  readonly httpStatus?: number | null;
  readonly origin?: ErrorOrigin;
  readonly via?: ErrorVia;
  readonly dialect?: DialectName | null;
  /** Details that have to be among the error's own, whatever their order; `[]` where it must have none. */
  readonly details?: readonly ExpectedDetail[];
  /** The wrong fields of every `BadRequest`: all of them, in their order. */
  readonly fields?: readonly string[];
  /** How long the server asks to wait, in milliseconds. */
  readonly retryDelayMs?: number | null;
  /** All ids of the request, in their order. */
  readonly requestIds?: readonly string[];
}

/**
 * A detail that an error has to have: the full name of its type, the whole message as a builder makes it, or its
 * schema with the fields that matter.
 */
export type ExpectedDetail = string | Message | PartialDetail;

/** A detail by its schema, and as many of its fields as matter. */
export interface PartialDetail {
  readonly schema: DescMessage;
  readonly value?: MessageInitShape<DescMessage>;
}
