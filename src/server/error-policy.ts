import type { RpcError } from "../error/rpc-error.js";
import type { TrimReport } from "../status/budget/trim-report.js";
import type { Catalogue } from "./localize.js";

/** What is known of a call whose handler failed. */
export interface ErrorContext {
  /** The method: `/example.library.v1.LibraryService/GetBook`, or `GET /v1/books/42` over HTTP. */
  readonly method: string;
  /** Address of the client, where the framework tells it. */
  readonly peer?: string | undefined;
  /** The id that the client got with its error, to find this report by; with a warning, the one that it sent. */
  readonly requestId: string;
  /** What the client was told. `undefined` with a warning. */
  readonly sent: RpcError | undefined;
  /** Present where no client is told of the error: the one reported says why, its `cause` is what came too late. */
  readonly warning?: ServerWarning | undefined;
}

/**
 * Why an error, or a second answer, did not reach its client: it had its answer, or it had gone. Or that there
 * is no answer, a second after its handler returned without one.
 */
export type ServerWarning = "answered-twice" | "answered-after-cancel" | "unanswered";

/**
 * Makes a status of an error of the application: of a validation, a database, a framework.
 *
 * @returns what the client may see, made with `new RpcError`; `undefined` for what it does not know.
 */
export type ErrorMapper = (error: unknown) => RpcError | undefined;

/**
 * What a server lets out of its errors. One object for `guard`, both `serverInterceptor`s, `encodeHttp` and
 * `statusFromError`.
 */
export interface ErrorPolicy {
  /**
   * Whether an error goes out as it is, less its `DebugInfo`. Called with every error that has no mapper;
   * what is no `RpcError` comes as `RpcError.from` reads it, the original as its `cause`.
   *
   * @param byDefault - whether it would without this option: an `RpcError` made with `new` in this
   *   process goes out, what was received from another service or is anybody else's error does not.
   */
  readonly expose?: (error: RpcError, byDefault: boolean) => boolean;
  /** Lets `DebugInfo` details out. Default: false. */
  readonly debug?: boolean;
  /**
   * Called with every error that was kept from the client, and with warnings, before the client is
   * answered. What it throws is dropped. Default: the console, so that no failure goes unseen.
   */
  readonly onError?: (error: unknown, context: ErrorContext) => unknown;
  /** Makes statuses of the application's own errors; of several the first that knows an error counts. */
  readonly mapError?: ErrorMapper | readonly ErrorMapper[];
  /**
   * The id of a call, sent with its error as `RequestInfo` and in `x-request-id`. Default: the incoming
   * `x-request-id` where that is well-formed, else the error's own `RequestInfo`, else a new UUID. `false`
   * sends none.
   *
   * @param incoming - the well-formed `x-request-id` of the request.
   */
  readonly requestId?: false | ((incoming: string | undefined) => string);
  /** The `domain` of every `ErrorInfo` that has none, such as `library.example`. */
  readonly domain?: string;
  /** Texts for end users, sent as `LocalizedMessage` in the language that the request accepts. */
  readonly locales?: Catalogue;
  /**
   * How much the details of a status may weigh in trailers, in bytes of `google.rpc.Status`: 0 to 32,768.
   * Default: 5,500, since many peers stop at 8 KiB of trailers in all.
   */
  readonly maxDetailsBytes?: number;
  /** How much an error may weigh that is a body: of REST, of Connect. Default: 65,536 bytes. */
  readonly maxBodyBytes?: number;
  /** Called with what did not fit. What it throws is dropped. */
  readonly onTrim?: (report: TrimReport, context: Omit<ErrorContext, "warning">) => unknown;
  /**
   * Says the delay of a `RetryInfo` that goes out in a header as well, for clients and proxies that read no
   * details: in the trailer `grpc-retry-pushback-ms`, whole milliseconds, and with a unary call of Connect in
   * `Retry-After`, whole seconds, both rounded up. A header of that name in the error's own metadata stays.
   * Default: false. `encodeHttp` has `Retry-After` without being asked.
   *
   * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md#pushback
   */
  readonly retryHeaders?: boolean;
}
