import { Metadata, type StatusObject } from "@grpc/grpc-js";
import { attachReceived } from "../../error/received.js";
import { RpcError } from "../../error/rpc-error.js";
import { Code } from "../../status/code.js";
import { isError } from "../../wire/members.js";
import { shorten } from "../../wire/shorten.js";
import { statusOf } from "../outgoing-status.js";

/** The most of another's text that goes into a status. */
const MAX_TEXT = 500;

/**
 * A status that this process made.
 *
 * @param headers - those of the attempt that it ends, where they were there already: request ids live there.
 */
export function localStatus(
  code: StatusObject["code"],
  details: string,
  headers?: Metadata | undefined,
): StatusObject {
  const metadata = new Metadata();
  if (headers !== undefined) attachReceived(metadata, { via: "grpc", headers });
  return { code, details, metadata };
}

/** The status of a call whose time is over, in the words of grpc-js, by which it is known as made here. */
export function timeoutStatus(
  limitMs: number,
  what: string,
  headers?: Metadata | undefined,
): StatusObject {
  const details = `Deadline exceeded after ${(limitMs / 1_000).toFixed(3)}s, ${what}`;
  return localStatus(Code.DEADLINE_EXCEEDED, details, headers);
}

/** The status of a call that broke off because the layers below threw. */
export function statusFromThrow(thrown: unknown): StatusObject {
  const text = shorten(isError(thrown) ? String(thrown.message) : "no Error was thrown", MAX_TEXT);
  if (/\bshut down\b/.test(text))
    return localStatus(Code.UNAVAILABLE, "Channel closed before the next attempt");
  return localStatus(Code.INTERNAL, `Attempt broke off: ${text}`);
}

/** The status of a call that fails with what a function of the user's rejected with, details included. */
export function statusFromRejection(reason: unknown): StatusObject {
  const { code, details, metadata } = statusOf(RpcError.from(reason)).status;
  // A clone is not marked as decided on by a server of ours.
  return { code, details, metadata: metadata.clone() };
}
