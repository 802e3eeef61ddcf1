import { RequestInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { type Aip193Body, encodeAip193 } from "../dialects/aip-193.js";
import { Code, type CodeName, codeName, type ErrorCode, isErrorCode } from "../status/code.js";
import type { Detail, OwnDetail } from "../status/details/detail.js";
import { type DetailInput, detailFromInput } from "../status/details/detail-input.js";
import type { DialectName, ErrorOrigin, ErrorParts, ErrorVia } from "../status/error-parts.js";
import { ErrorMetadata } from "../status/metadata.js";
import type { HeadersLike } from "../wire/headers.js";
import type { Problem } from "../wire/problem.js";
import { type BrandedClass, brandError, hasBrand } from "./brand.js";
import { DetailedError } from "./detailed-error.js";
import { partsFromAnything } from "./from/parts-from-anything.js";
import { RPC_ERROR_BRAND } from "./from/rpc-error.js";
import { receivedOnce } from "./received.js";
import { renderError } from "./render.js";
import { collectRequestIds } from "./request-ids.js";
import { captureStack, pauseStackCapture, resumeStackCapture } from "./stack.js";

/** Key of the constructor's option that takes the findings of a decoder. */
export const PARTS: unique symbol = /* @__PURE__ */ Symbol("rpc-status.parts");

const INSPECT = /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom");

/** What an {@link RpcError} may be made with, besides its code and message. */
export interface RpcErrorOptions {
  /** Details in the order they are to be sent: builder results, messages with a schema, raw `Any`. */
  readonly details?: readonly DetailInput[];
  /** Headers that belong to the error; a server sends them along as trailers. */
  readonly metadata?: HeadersLike;
  /** What led to this error. It stays in this process. */
  readonly cause?: unknown;
  /** The HTTP status that an HTTP server answers with, 400 to 599, where the code's own is too coarse: 413. */
  readonly httpStatus?: number;
  /**
   * What a decoder found out, for errors that were not made here.
   *
   * @internal
   */
  readonly [PARTS]?: ErrorParts;
}

/** An error whose code is known, as `RpcError.is` says of a value. */
export interface OfCode<Wanted extends ErrorCode | CodeName> {
  readonly code: Wanted extends CodeName ? (typeof Code)[Wanted] : Wanted;
  readonly codeName: Wanted extends CodeName ? Wanted : CodeName;
}

/** An error whose reason is known, as `RpcError.is` says of a value. */
export interface OfReason<Reason extends string> {
  readonly reason: Reason;
}

/**
 * The failure of an RPC: one value, whatever carried it.
 *
 * @example
 * throw new RpcError("NOT_FOUND", "book 42 does not exist", {
 *   details: [errorInfo({ reason: "BOOK_MISSING", domain: "library.example" })],
 * });
 *
 * @example
 * try { … } catch (e) {
 *   const error = RpcError.from(e);
 *   if (error.code === Code.NOT_FOUND) …
 * }
 */
export class RpcError extends DetailedError {
  /** Marks the class across copies of this package. */
  static readonly brand: symbol = RPC_ERROR_BRAND;

  static {
    brandError(RpcError.prototype, "RpcError", RPC_ERROR_BRAND);
  }

  /** @hidden */
  static override [Symbol.hasInstance](this: BrandedClass, value: unknown): boolean {
    return hasBrand(this, value);
  }

  /**
   * Turns anything that was thrown or received as an error into an `RpcError`. An `RpcError` comes back
   * as it is. Total: never throws, never returns anything else.
   *
   * Known by their shape: grpc-js `ServiceError` and `StatusObject`, `ConnectError`, the errors of SDKs that
   * carry an answer over HTTP (openai, Google GenAI, gaxios, axios, undici, google-gax, nice-grpc and others
   * like them), `google.rpc.Status` and Operation messages (protobuf-es, protobufjs, ts-proto) and their
   * JSON, every {@link DialectName} as object or text, JSON inside of texts, printed statuses, `AbortError`,
   * `TimeoutError` and Node's system errors. Of an error, its causes and the members of an
   * `AggregateError` the most telling counts. Everything else is UNKNOWN. The original is always the `cause`.
   */
  static from(value: unknown): RpcError {
    if (value instanceof RpcError && isErrorCode(value.code)) return value;
    return receivedOnce(value, (parts) =>
      RpcError.fromParts(parts ?? partsFromAnything(value), value),
    );
  }

  /**
   * Whether `value` is an `RpcError`. What a client threw is none, until `RpcError.from` made one of it.
   */
  static is(value: unknown): value is RpcError;
  /**
   * Whether `value` is an `RpcError` of this code.
   *
   * @param code - a `Code`, or its name.
   * @throws TypeError for a code that is none.
   */
  static is<Wanted extends ErrorCode | CodeName>(
    value: unknown,
    code: Wanted,
  ): value is RpcError & OfCode<Wanted>;
  /**
   * Whether `value` is an `RpcError` of this code and this reason.
   *
   * @param code - a `Code`, or its name.
   * @param reason - the `reason` of its `ErrorInfo`.
   * @throws TypeError for a code that is none.
   */
  static is<Wanted extends ErrorCode | CodeName, Reason extends string>(
    value: unknown,
    code: Wanted,
    reason: Reason,
  ): value is RpcError & OfCode<Wanted> & OfReason<Reason>;
  /**
   * Whether `value` is an `RpcError` of this reason, whatever its code.
   *
   * @param reason - the `reason` of its `ErrorInfo`.
   */
  static is<Reason extends string>(
    value: unknown,
    code: undefined,
    reason: Reason,
  ): value is RpcError & OfReason<Reason>;
  /**
   * Whether `value` is an `RpcError`, and of the code and the reason that are given.
   *
   * @param code - a `Code`, or its name.
   * @param reason - the `reason` of its `ErrorInfo`.
   * @throws TypeError for a code that is none.
   */
  static is(value: unknown, code?: ErrorCode | CodeName, reason?: string): boolean;
  static is(value: unknown, code?: ErrorCode | CodeName, reason?: string): boolean {
    const wanted = code === undefined ? undefined : checkCode(code);
    if (!(value instanceof RpcError)) return false;
    if (wanted !== undefined && value.code !== wanted) return false;
    return reason === undefined || value.reason === reason;
  }

  /**
   * Makes the error of what a decoder found out.
   *
   * @internal
   */
  static fromParts(parts: ErrorParts, cause?: unknown): RpcError {
    const options = cause === undefined ? { [PARTS]: parts } : { [PARTS]: parts, cause };
    return new RpcError(parts.code, parts.message, options);
  }

  /** The code, 1 to 16. A number from the wire that is no code counts as UNKNOWN, with a problem. */
  readonly code: ErrorCode;
  /** Who made the error: the service, something on the way, or this process. */
  readonly origin: ErrorOrigin;
  /** What carried the error here. */
  readonly via: ErrorVia;
  /**
   * HTTP status of the answer, where one is known; 200 where the error stood in the body of a success. Of an
   * error made here, what it was made with.
   */
  readonly httpStatus: number | undefined;
  readonly #details: readonly Detail[];
  readonly #metadata: ErrorMetadata;
  readonly #parts: ErrorParts | undefined;

  /**
   * @param code - a `Code` from 1 to 16, or its name.
   * @param message - plain text for developers, sent to the client.
   * @throws TypeError that names the value, for a code that is none (OK included), a message that is no
   *   string, a detail of an unknown shape, or an HTTP status of no error.
   */
  constructor(code: ErrorCode | CodeName, message: string, options: RpcErrorOptions = {}) {
    const checked = checkCode(code);
    if (typeof message !== "string")
      throw new TypeError(`message must be a string, not ${typeof message}`);
    const details = checkDetails(options.details);
    const httpStatus = checkHttpStatus(options.httpStatus);
    const parts = options[PARTS];
    const cause = "cause" in options ? { cause: options.cause } : undefined;
    // Nothing that can throw may stand between these two.
    const limit = pauseStackCapture();
    super(message, cause);
    resumeStackCapture(limit);
    this.code = checked;
    this.origin = parts?.origin ?? "local";
    this.via = parts?.via ?? "local";
    this.httpStatus = parts === undefined ? httpStatus : parts.httpStatus;
    this.#details = parts?.details ?? details;
    this.#metadata = new ErrorMetadata(this, parts?.metadata ?? [options.metadata]);
    this.#parts = parts;
    captureStack(this, `${this.name} [${codeName(checked)}]`, new.target);
  }

  /** The code's name, such as `"NOT_FOUND"`. A union of all names, so that `switch` narrows. */
  get codeName(): CodeName {
    return codeName(this.code);
  }

  /** The details in the order they came, each decoded when its `value` is read. */
  override get details(): readonly Detail[] {
    return this.#details;
  }

  /** Headers and trailers that came with the error. Printing them masks secrets. */
  get metadata(): ErrorMetadata {
    return this.#metadata;
  }

  /** Every disagreement or damage met while decoding; reading it decodes all details. */
  get problems(): readonly Problem[] {
    const inDetails = this.#details.flatMap(({ problem }, detail) =>
      problem === undefined || problem.kind === "unknown-type" ? [] : [{ ...problem, detail }],
    );
    return [...(this.#parts?.problems ?? []), ...inDetails];
  }

  /**
   * Whether the error was decoded from something else (an answer, a caught value), not made by
   * `new RpcError`. What a server did not make itself it does not pass on.
   *
   * @internal
   */
  get isDecoded(): boolean {
    return this.#parts !== undefined;
  }

  /**
   * The body that the error was decoded from, untouched: parsed JSON as it was given, or text of which the
   * first 65,536 characters are kept. No rendering shows it.
   */
  get body(): unknown {
    return this.#parts?.body;
  }

  /** The shape that the error was decoded from, where it was a body or a text. */
  get dialect(): DialectName | undefined {
    return this.#parts?.dialect;
  }

  /** Ids to quote to the service's support: of `RequestInfo` first, then of headers, each once. */
  get requestIds(): string[] {
    return collectRequestIds(this.findAll(RequestInfoSchema), this.#metadata);
  }

  /**
   * The same error as one of this process's own: code, message and details, without the headers and
   * trailers that it came with. A server keeps the errors of other services to itself; this passes one on.
   *
   * @example
   * catch (e) {
   *   throw RpcError.from(e).forward(); // the caller may know what the inventory service said
   * }
   */
  forward(): RpcError {
    return new RpcError(this.code, this.message, { details: this.details, cause: this });
  }

  /** The AIP-193 envelope, safe to log: no `DebugInfo`, no headers, no cause. */
  toJSON(): Aip193Body {
    const { code, message, details } = this;
    return encodeAip193({ code, message, details });
  }

  /** @hidden */
  [INSPECT](): string {
    return renderError(this);
  }
}

function checkCode(code: ErrorCode | CodeName): ErrorCode {
  if (typeof code === "string") {
    const number = Object.hasOwn(Code, code) ? Code[code] : undefined;
    if (isErrorCode(number)) return number;
    throw new TypeError(`code must be a name such as "NOT_FOUND", not ${JSON.stringify(code)}`);
  }
  if (isErrorCode(code)) return code;
  throw new TypeError(`code must be 1 to 16, not ${String(code)}`);
}

function checkHttpStatus(status: number | undefined): number | undefined {
  if (status === undefined || (Number.isInteger(status) && status >= 400 && status <= 599))
    return status;
  throw new TypeError(`httpStatus must be 400 to 599, not ${String(status)}`);
}

function checkDetails(details: readonly DetailInput[] | undefined): readonly OwnDetail[] {
  if (details === undefined) return [];
  if (!Array.isArray(details))
    throw new TypeError(`details must be an array, not ${typeof details}`);
  return details.map((detail, index) => detailFromInput(detail, `details[${index}]`));
}
