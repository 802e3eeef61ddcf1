import { RetryInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../error/rpc-error.js";
import { encodedDetails } from "../status/budget/encoded-details.js";
import { BinaryDetail } from "../status/details/binary-detail.js";
import { findAllDetails } from "../status/details/find-details.js";
import { msFromDuration } from "../wire/duration.js";
import { headerValues } from "../wire/headers.js";
import type { ErrorPolicy } from "./error-policy.js";

/** Clients that read a larger number give up, or come back at once. */
const MAX_PUSHBACK_MS = 2 ** 31 - 1;

/** How each header writes a delay. Rounded up: who came earlier would come too early. */
const NUMBERS = {
  "grpc-retry-pushback-ms": (delayMs: number) => Math.min(Math.ceil(delayMs), MAX_PUSHBACK_MS),
  "retry-after": (delayMs: number) => Math.ceil(delayMs / 1_000),
};

/** A header that tells a client when to come back. */
export type RetryHeader = keyof typeof NUMBERS;

/**
 * The `RetryInfo` of an error in the words of a header: whole milliseconds up to 2,147,483,647, or whole
 * seconds. `undefined` where no `RetryInfo` says a delay, or none that does can be sent.
 *
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md#pushback
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryHeaderValue(error: RpcError, name: RetryHeader): string | undefined {
  const delayMs = sentDelayMs(error);
  return delayMs === undefined ? undefined : String(NUMBERS[name](delayMs));
}

/** What {@link addedRetryHeader} goes by. */
export interface RetryHeaderInit {
  /** The one that the protocol of the call has. */
  readonly name: RetryHeader;
  readonly policy: Pick<ErrorPolicy, "retryHeaders">;
  /** Headers and trailers of the handler's own: what they say stays. */
  readonly own: readonly unknown[];
}

/**
 * The header that goes out with an error beside its own: one entry, or none.
 *
 * @param sent - the error as its client gets it.
 */
export function addedRetryHeader(
  sent: RpcError,
  { name, policy, own }: RetryHeaderInit,
): [name: RetryHeader, value: string][] {
  if (policy.retryHeaders !== true) return [];
  if (own.some((headers) => headerValues(headers, name).length > 0)) return [];
  const value = retryHeaderValue(sent, name);
  return value === undefined ? [] : [[name, value]];
}

/** The delay as a client will read it, of the bytes: a detail that does not encode says nothing to anyone. */
function sentDelayMs({ details }: RpcError): number | undefined {
  const { anys } = encodedDetails(details.filter(({ type }) => type === RetryInfoSchema.typeName));
  const sent = anys.map((any) => new BinaryDetail(any));
  const delay = findAllDetails(sent, RetryInfoSchema).find(({ retryDelay }) => retryDelay);
  return delay?.retryDelay && Math.max(0, msFromDuration(delay.retryDelay));
}
