import { type HttpAnswerOptions, partsFromHttp } from "../dialects/http-answer.js";
import { RpcError } from "../error/rpc-error.js";
import { Code } from "../status/code.js";
import { headerValues } from "../wire/headers.js";
import { members } from "../wire/members.js";
import { ChunkReader } from "./chunk-reader.js";
import { checkFamily } from "./error-from-http.js";
import { failure } from "./failure.js";
import { MAX_BODY_BYTES, readBody } from "./read-body.js";

/** What of a `Response` is needed, so that those of undici and node-fetch fit too. */
export interface ResponseLike {
  readonly status: number;
  readonly headers: object;
  readonly body: object | null;
  /** Gives another of the same, whose body is its own to read. */
  clone(): object;
}

/** How a `Response` is read. */
export interface ResponseOptions extends HttpAnswerOptions {
  /**
   * How long the body is waited for; what came until then counts. Default: 10,000 ms. The status is known
   * before, so that a body which stalls need not hold up the error.
   */
  readonly bodyTimeoutMs?: number;
  /** Ends the reading of the body; what came until then counts. */
  readonly signal?: AbortSignal;
}

/**
 * The error that a `Response` is; `undefined` for a success. The body is read from a clone, so that the
 * response, which is the error's `cause`, can still be read. At most 1 MiB is read, for a time; a failed
 * answer that is longer or slower is given up, so that it does not hold its connection.
 *
 * A success is looked into only where it may carry an error: JSON of at most 64 KiB that is no stream.
 * Everything else is answered at once and not cloned, since what one of two clones has read is kept in memory
 * for the other. A stream under the name of `application/json` is waited for up to that size or time; read
 * it with `errorsInStream`.
 *
 * What browsers hide (`opaque`, `opaqueredirect`) counts as a success: nothing is known of it.
 *
 * @returns never rejects for anything from the wire: a body that breaks off counts as far as it came, one that
 *   was read before leaves status and headers.
 * @throws TypeError for what is no `Response`, and for wrong options.
 */
export async function errorFromResponse(
  response: ResponseLike,
  options: ResponseOptions = {},
): Promise<RpcError | undefined> {
  checkResponseOptions(options);
  if (!isResponse(response)) {
    throw new TypeError(`response must be a Response, not ${describe(response)}`);
  }
  return inspectResponse(response, options);
}

/** The error of a response, its arguments checked. */
export async function inspectResponse(
  response: Response,
  options: ResponseOptions,
): Promise<RpcError | undefined> {
  const { status, headers } = response;
  if (status === 0) {
    return response.type === "error"
      ? failure(Code.UNAVAILABLE, "network error", "transport", { cause: response })
      : undefined;
  }
  const ok = isSuccess(status);
  const maxBytes = ok ? MAX_SUCCESS_BYTES : MAX_BODY_BYTES;
  const wanted = !ok || mayCarryError(headers);
  const { bytes, isWhole } = wanted ? await readClone(response, maxBytes, options) : NOTHING;
  // What is left would hold its connection, and nobody may ever read it.
  if (!isWhole && !ok) giveUp(response.body);
  // Of a success that is cut off nobody can tell what it is.
  const body = bytes !== undefined && (isWhole || !ok) ? { body: bytes } : {};
  const parts = partsFromHttp({ status, headers, ...body }, options);
  return parts && RpcError.fromParts(parts, response);
}

/** @throws TypeError that names the option, where one is wrong. */
export function checkResponseOptions(options: ResponseOptions): void {
  checkFamily(options);
  const { bodyTimeoutMs } = options;
  if (bodyTimeoutMs !== undefined && !(bodyTimeoutMs >= 0)) {
    throw new TypeError(`bodyTimeoutMs must be 0 or more, not ${bodyTimeoutMs}`);
  }
}

/** Whether a value is a `Response`, of any realm or library. */
export function isResponse(value: unknown): value is Response {
  const { status, headers, clone } = members(value, "status", "headers", "clone");
  return typeof status === "number" && typeof headers === "object" && typeof clone === "function";
}

/** Whether an HTTP status says success. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

const NOTHING = { bytes: undefined, isWhole: true } as const;

/** The most that a success is read of: an error in one is short, and what is read stays in memory twice. */
const MAX_SUCCESS_BYTES = 65_536;

/** JSON that is read as one, unlike `application/connect+json`, `application/stream+json` or NDJSON. */
const JSON_TYPE = /^(application|text)\/(?!connect|grpc|stream)([\w.-]+\+)?json\s*(;|$)/i;

function mayCarryError(headers: Headers): boolean {
  const [type = ""] = headerValues(headers, "content-type");
  const [length = 0] = headerValues(headers, "content-length");
  return JSON_TYPE.test(String(type)) && Number(length) <= MAX_SUCCESS_BYTES;
}

async function readClone(
  response: Response,
  maxBytes: number,
  { bodyTimeoutMs: timeoutMs, signal }: ResponseOptions,
): Promise<{ readonly bytes: Uint8Array | undefined; readonly isWhole: boolean }> {
  try {
    const { body } = response.clone();
    if (body === null) return NOTHING;
    return await readBody(new ChunkReader(body), { maxBytes, timeoutMs, signal });
  } catch {
    // Read before, or being read: no clone can be made.
    return NOTHING;
  }
}

function giveUp(body: unknown): void {
  const { cancel, destroy } = members(body, "cancel", "destroy");
  const stop = cancel ?? destroy;
  if (typeof stop === "function") (async () => stop.call(body))().catch(() => {});
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object of another shape" : String(value);
}
