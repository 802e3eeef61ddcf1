import { decodeBase64 } from "../wire/base64.js";
import { type Problem, problem } from "../wire/problem.js";
import { scanStatus, writeStatus } from "../wire/status-proto.js";
import { wellFormed } from "../wire/utf8.js";
import { anyBytes } from "./details/any-bytes.js";
import { BinaryDetail } from "./details/binary-detail.js";
import type { Detail } from "./details/detail.js";
import { type DetailInput, detailFromInput } from "./details/detail-input.js";

/** A decoded `google.rpc.Status`. */
export interface StatusDetails {
  /** The int32 as sent, any number. 0 says nothing about success: `grpc-status` does. */
  readonly code: number;
  readonly message: string;
  /** In the order sent, each decoded when its `value` is read. */
  readonly details: readonly Detail[];
  /** Damage met on the way, empty where there was none. */
  readonly problems: readonly Problem[];
}

/**
 * Decodes the content of a `grpc-status-details-bin` trailer: a serialized `google.rpc.Status`.
 * Total: whatever the bytes are, it gives what could be read, and says in `problems` what could not.
 *
 * @param input - the bytes, or base64 of them: padded or not, standard or URL-safe.
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto
 */
export function decodeStatusDetails(input: Uint8Array | string): StatusDetails {
  if (typeof input !== "string") return fromBytes(input, []);
  const { bytes, valid } = decodeBase64(input);
  return fromBytes(bytes, valid ? [] : [problem("base64", "not valid base64", input)]);
}

function fromBytes(bytes: Uint8Array, problems: readonly Problem[]): StatusDetails {
  const envelope = scanStatus(bytes, toDetail);
  return {
    code: envelope.code,
    message: envelope.message,
    details: envelope.details,
    problems: problems.length === 0 ? envelope.problems : [...problems, ...envelope.problems],
  };
}

function toDetail(bytes: Uint8Array, start: number, end: number): Detail {
  return new BinaryDetail(bytes, start, end);
}

/** What {@link encodeStatusDetails} writes. An `RpcError` is one. */
export interface StatusInit {
  readonly code: number;
  readonly message: string;
  readonly details?: readonly DetailInput[];
}

/**
 * Encodes a `google.rpc.Status`, as `grpc-status-details-bin` carries it. Details that came as bytes
 * leave as the same bytes. A detail that does not encode is left out; lone surrogates become U+FFFD.
 *
 * @throws TypeError where a detail is of no shape that is accepted.
 */
export function encodeStatusDetails(status: StatusInit): Uint8Array {
  const details: Uint8Array[] = [];
  status.details?.forEach((input, index) => {
    const bytes = anyBytes(detailFromInput(input, `details[${index}]`));
    if (bytes !== undefined) details.push(bytes);
  });
  return writeStatus(status.code, wellFormed(status.message), details);
}
