import { delimitedSize } from "../../wire/protobuf-writer.js";
import { wellFormed } from "../../wire/utf8.js";
import { anyBytes } from "../details/any-bytes.js";
import { BinaryDetail } from "../details/binary-detail.js";
import type { Detail } from "../details/detail.js";
import type { StatusInit } from "../status-details.js";
import { cutMessage } from "./cut-message.js";
import { encodedDetails } from "./encoded-details.js";
import { maxBlockBytes, statusRoom } from "./header-block.js";
import { makeTrimReport } from "./make-trim-report.js";
import { readMaxDetailsBytes } from "./max-details-bytes.js";
import { type PackedStatus, type Packing, packStatus } from "./packed-status.js";
import { trimDetails } from "./trim-details.js";
import type { TrimReport } from "./trim-report.js";

/** What the trailers of a call may weigh, and what is in them beside the status. */
export interface TrailerBudget {
  /** Bytes of a `google.rpc.Status`: 0 (no details at all) to 32,768. Default: 5,500. */
  readonly maxDetailsBytes?: number | undefined;
  /** What the call's own headers and trailers weigh, as `fitHeaders` counts them. Default: 0. */
  readonly otherBytes?: number | undefined;
  /**
   * How long `grpc-message` is as it will be sent. Default: escaped as gRPC asks for. grpc-js takes
   * `encodeURI`, Connect `encodeURIComponent`, which escape more. It gets no lone surrogates.
   */
  readonly measureMessage?: ((message: string) => number) | undefined;
}

/** A status that fits into trailers. */
export interface FittedTrailers extends PackedStatus {
  /** The details that stay; those that encode, as they were given, where there is no report. */
  readonly details: readonly Detail[];
  /** What had to be left out; `undefined` where nothing had. */
  readonly report: TrimReport | undefined;
}

/**
 * Makes a status fit into the trailers of a call: what does not fit goes in the order of
 * `trimDetails`, and at last the tail of the message beyond 1,000 bytes. Two limits hold: one for the
 * `google.rpc.Status`, and one for all headers, in which the message counts a second time.
 *
 * @param status - its code from 1 to 16.
 * @throws TypeError where a detail is of no shape that is accepted, or `maxDetailsBytes` is out of range.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function fitTrailers(status: StatusInit, budget: TrailerBudget = {}): FittedTrailers {
  const maxStatus = readMaxDetailsBytes(budget.maxDetailsBytes);
  const maxBlock = maxBlockBytes(maxStatus);
  const { otherBytes, measureMessage } = budget;
  const packing = { code: status.code, otherBytes, measureMessage };
  const { details, anys } = encodedDetails(status.details ?? []);
  const whole = packStatus(packing, wellFormed(status.message), anys);
  const wholeBytes = statusBytes(whole);
  if (wholeBytes <= maxStatus && whole.blockBytes <= maxBlock) {
    return fitted(whole, details, undefined);
  }
  const { sent, ...parts } = trim(packing, whole, anys, { maxStatus, maxBlock });
  const sizes =
    wholeBytes > maxStatus
      ? { maxBytes: maxStatus, bytesBefore: wholeBytes, bytesAfter: statusBytes(sent) }
      : { maxBytes: maxBlock, bytesBefore: whole.blockBytes, bytesAfter: sent.blockBytes };
  const messages = [whole.message, sent.message] as const;
  return fitted(sent, parts.details, makeTrimReport({ parts, messages, ...sizes }));
}

// No spread: most statuses fit, and then it would be a third of all that is done for that.
function fitted(
  { message, bytes, blockBytes }: PackedStatus,
  details: readonly Detail[],
  report: TrimReport | undefined,
): FittedTrailers {
  return { message, bytes, blockBytes, details, report };
}

interface Limits {
  readonly maxStatus: number;
  readonly maxBlock: number;
}

function trim(
  packing: Packing,
  whole: PackedStatus,
  anys: readonly Uint8Array[],
  { maxStatus, maxBlock }: Limits,
) {
  const { message } = whole;
  const plain = packStatus(packing, message, []);
  const room = Math.min(maxStatus, statusRoom(plain.blockBytes, maxBlock));
  const besideDetails = anys.reduce((rest, any) => rest - sizeInStatus(any), statusBytes(whole));
  const trimmed = trimDetails({
    // What a client will see: bytes, and nothing that throws when it is read.
    details: anys.map((any) => new BinaryDetail(any)),
    room: room - besideDetails,
    cost: (detail) => sizeInStatus(anyBytes(detail) as Uint8Array),
  });
  const kept = trimmed.details.map((detail) => anyBytes(detail) as Uint8Array);
  if (kept.length > 0) return { ...trimmed, sent: packStatus(packing, message, kept) };
  const fits = (shorter: string) => packStatus(packing, shorter, []).blockBytes <= maxBlock;
  return { ...trimmed, sent: packStatus(packing, cutMessage(message, fits), []) };
}

function statusBytes({ bytes }: PackedStatus): number {
  return bytes?.length ?? 0;
}

function sizeInStatus(any: Uint8Array): number {
  return delimitedSize(any.length);
}
