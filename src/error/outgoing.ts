import { DebugInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { requestInfo } from "../status/builders/request-info.js";
import { RpcError } from "./rpc-error.js";

/** What is known of a call whose handler failed. */
export interface ErrorContext {
  /** Path of the method, such as `/example.library.v1.LibraryService/GetBook`. */
  readonly method: string;
  /** Address of the client, where the framework tells it. */
  readonly peer?: string | undefined;
  /** The id that the client got in `RequestInfo`, to find this report by. */
  readonly requestId: string;
  /** What the client was told. */
  readonly sent: RpcError;
}

/** How a server treats the errors of its handlers. */
export interface ServerErrorOptions {
  /**
   * Called with every error that was not thrown on purpose, before the client is answered. What it
   * throws is dropped. Default: `console.error`, so that no failure goes unseen.
   */
  readonly onError?: (error: unknown, context: ErrorContext) => void;
  /** Lets `DebugInfo` details out. Default: false. */
  readonly debug?: boolean;
}

/** Where a call stands, for {@link ErrorContext}. */
export type CallSite = Pick<ErrorContext, "method" | "peer">;

/**
 * The error that a client may see for what a handler threw.
 *
 * An `RpcError` made in this process was thrown on purpose and goes out, less its `DebugInfo`. All else,
 * errors received from other services included, becomes INTERNAL with an id, and is reported.
 */
export function outgoingError(
  thrown: unknown,
  options: ServerErrorOptions,
  site: CallSite,
): RpcError {
  if (isDeliberate(thrown)) return withoutDebugInfo(thrown, options);
  const requestId = globalThis.crypto.randomUUID();
  const sent = new RpcError("INTERNAL", "internal error", { details: [requestInfo(requestId)] });
  reportError(thrown, options, { ...site, requestId, sent });
  return sent;
}

/** Whether an error was made in this process by `new RpcError`, and so may go out. */
export function isDeliberate(thrown: unknown): thrown is RpcError {
  return thrown instanceof RpcError && !thrown.isDecoded;
}

/** Tells `onError`, or the console, and survives what it throws. */
export function reportError(
  thrown: unknown,
  options: ServerErrorOptions,
  context: ErrorContext,
): void {
  try {
    if (options.onError !== undefined) options.onError(thrown, context);
    else console.error(`${context.method} failed, request id ${context.requestId}:`, thrown);
  } catch {
    // A reporter that fails must not take the client's answer with it.
  }
}

function withoutDebugInfo(error: RpcError, { debug = false }: ServerErrorOptions): RpcError {
  const details = error.details.filter(({ type }) => type !== DebugInfoSchema.typeName);
  if (debug || details.length === error.details.length) return error;
  return new RpcError(error.code, error.message, {
    details,
    metadata: error.metadata,
    cause: error.cause,
  });
}
