import type { DescService } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel as Level } from "@bufbuild/protobuf/wkt";
import { newRequestId } from "../server/request-id.js";
import { checkMembers, isBoolean, isFunction, type MemberChecks } from "../wire/check-members.js";
import { checkRetryLimits, type RetryLimits } from "./retry-options.js";
import type { RetryThrottle } from "./retry-throttle.js";

/** How a `retryInterceptor` repeats calls. */
export interface RetryInterceptorOptions extends RetryLimits {
  /**
   * Which methods may happen twice without harm: all or none, by path (`/library.v1.Library/GetBook`), or those of
   * these services whose `idempotency_level` says so. Default: what the method's own definition says, where
   * the framework knows it; else none.
   */
  readonly idempotent?: boolean | ((path: string) => boolean) | readonly DescService[];
  /**
   * Keeps retries from finishing off an overloaded server. Default: one for each target of this interceptor;
   * `false` for none.
   */
  readonly throttle?: RetryThrottle | false;
  /**
   * How much of a stream of requests is kept to be sent again, in bytes. A call whose requests grow beyond it is
   * not repeated any more. Default: 1,048,576, one MiB.
   */
  readonly maxBufferBytes?: number;
  /**
   * Whether calls that are not idempotent get an `idempotency-key` header, the same for all attempts, and are
   * repeated then: for services that know a call again by it, as Yandex Cloud's do. `true` for a UUID, or
   * what makes a key. A key that the caller set stays. Default: false.
   */
  readonly idempotencyKey?: boolean | (() => string);
  /**
   * The header that gets a new id with every attempt, `false` for none. Default: an `x-request-id` and an
   * `x-client-request-id` that the caller set are replaced from the second attempt on.
   */
  readonly requestIdHeader?: string | false;
}

/** Default of `maxBufferBytes`. */
export const MAX_BUFFER_BYTES = 1_048_576;

/** Header by which a server knows the second attempt of what it did already. */
const IDEMPOTENCY_KEY = "idempotency-key";

/** How many attempts there were before this one, for the server. */
export const PREVIOUS_ATTEMPTS = "grpc-previous-rpc-attempts";

/** Headers with an id of the request. */
const REQUEST_ID_HEADERS = ["x-request-id", "x-client-request-id"];

/** Those that end in `-bin` hold bytes. */
const HEADER_NAME = /^(?!.*-bin$)[A-Za-z0-9_.-]+$/i;

type OwnOptions = Omit<RetryInterceptorOptions, keyof RetryLimits | "throttle">;

/** What each option has to be. */
const OPTIONS: MemberChecks<OwnOptions> = {
  idempotent: [
    (value) => isBoolean(value) || isFunction(value) || Array.isArray(value),
    "true, false, a function or a list of services",
  ],
  maxBufferBytes: [(value) => (value as number) >= 0, "0 or more"],
  idempotencyKey: [(value) => isBoolean(value) || isFunction(value), "true, false or a function"],
  requestIdHeader: [
    (value) => value === false || (typeof value === "string" && HEADER_NAME.test(value)),
    "a header's name or false",
  ],
};

/** @throws TypeError that names the option, where one is of a wrong type or out of its range. */
export function checkInterceptorOptions(options: RetryInterceptorOptions): void {
  checkRetryLimits(options);
  checkMembers<OwnOptions>(options, OPTIONS);
}

/**
 * Whether a method may happen twice.
 *
 * @param path - as it stands in the request: `/library.v1.Library/GetBook`.
 * @param level - of the method's definition, where it is known.
 */
export function isIdempotent(
  { idempotent }: RetryInterceptorOptions,
  path: string,
  level: Level | undefined,
): boolean {
  if (typeof idempotent === "boolean") return idempotent;
  if (typeof idempotent === "function") return idempotent(path) === true;
  if (idempotent !== undefined) {
    const [service, method] = path.split("/").slice(-2);
    const found = idempotent
      .find(({ typeName }) => typeName === service)
      ?.methods.find(({ name }) => name === method);
    return isRepeatable(found?.idempotency);
  }
  return isRepeatable(level);
}

function isRepeatable(level: Level | undefined): boolean {
  return level === Level.NO_SIDE_EFFECTS || level === Level.IDEMPOTENT;
}

/** What is read of the headers that the caller set. */
interface CallerHeaders {
  has(name: string): boolean;
}

/** What the headers of all attempts of one call have in common. */
export interface AttemptHeaders {
  /** Whether the call may be repeated because the server knows it again. */
  readonly isKeyed: boolean;
  /** The headers to be set in an attempt, in place of the caller's of that name. */
  of(attempt: number): readonly (readonly [name: string, value: string])[];
}

/**
 * The headers of a call's attempts.
 *
 * @param idempotent - whether the call may happen twice without a key.
 */
export function attemptHeaders(
  { idempotencyKey = false, requestIdHeader }: RetryInterceptorOptions,
  caller: CallerHeaders,
  idempotent: boolean,
): AttemptHeaders {
  const asked = idempotencyKey !== false && !idempotent;
  const hasKey = caller.has(IDEMPOTENCY_KEY);
  const key = asked && !hasKey ? keyOf(idempotencyKey) : undefined;
  const replaced = REQUEST_ID_HEADERS.filter((name) => caller.has(name));
  return {
    isKeyed: asked,
    of: (attempt) => [
      ...(key === undefined ? [] : [[IDEMPOTENCY_KEY, key] as const]),
      ...requestIds(attempt).map((name) => [name, newRequestId()] as const),
      ...(attempt > 1 ? [[PREVIOUS_ATTEMPTS, String(attempt - 1)] as const] : []),
    ],
  };

  function requestIds(attempt: number): readonly string[] {
    if (requestIdHeader === false) return [];
    if (requestIdHeader !== undefined) return [requestIdHeader.toLowerCase()];
    return attempt > 1 ? replaced : [];
  }
}

function keyOf(idempotencyKey: true | (() => string)): string {
  return idempotencyKey === true ? newRequestId() : idempotencyKey();
}
