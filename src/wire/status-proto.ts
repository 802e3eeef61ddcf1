import { type Problem, problem } from "./problem.js";
import { FieldReader, LENGTH_DELIMITED, VARINT } from "./protobuf-reader.js";
import { delimitedSize, int32Size, writeDelimited, writeInt32 } from "./protobuf-writer.js";
import { decodeUtf8, encodeUtf8, isDamagedUtf8 } from "./utf8.js";

const CODE = 1;
const MESSAGE = 2;
const DETAILS = 3;

/**
 * How many details are read of one status. A trailer of 64 kB, the most that HTTP/2 peers in Node
 * exchange, has room for a few hundred of any real type; two bytes are enough for an empty one, so
 * without a bound a body of 2 MB makes a million objects.
 */
export const MAX_DETAILS = 1024;

/** A serialized `google.rpc.Status`, taken apart as far as its envelope goes. */
export interface StatusEnvelope<Detail = Uint8Array> {
  /** The int32 as sent: any number, not only a code of gRPC. */
  readonly code: number;
  readonly message: string;
  /** One for each serialized `google.protobuf.Any`; views of the input, where nobody asked for more. */
  readonly details: readonly Detail[];
  readonly problems: readonly Problem[];
}

/**
 * Scans a serialized `google.rpc.Status`: three fields, no descriptors, details left undecoded. Total:
 * damage ends the scan, what came before it stays, and `problems` says so.
 *
 * @param toDetail - makes something of a detail, which is where in `bytes` its `Any` begins and ends.
 */
export function scanStatus(bytes: Uint8Array): StatusEnvelope;
export function scanStatus<Detail>(
  bytes: Uint8Array,
  toDetail: (bytes: Uint8Array, start: number, end: number) => Detail,
): StatusEnvelope<Detail>;
export function scanStatus(
  bytes: Uint8Array,
  toDetail: (bytes: Uint8Array, start: number, end: number) => unknown = viewOf,
): StatusEnvelope<unknown> {
  const reader = new FieldReader(bytes);
  const details: unknown[] = [];
  const problems: Problem[] = [];
  let code = 0;
  let codes = 0;
  let skipped = 0;
  let textStart = 0;
  let textEnd = 0;
  /** A bit for each of the three fields that came with another type. */
  let wrongTypes = 0;
  while (reader.next()) {
    if (reader.field === DETAILS && reader.wireType === LENGTH_DELIMITED) {
      if (details.length < MAX_DETAILS) details.push(toDetail(bytes, reader.start, reader.end));
      else skipped++;
    } else if (reader.field === CODE && reader.wireType === VARINT) {
      code = reader.varint;
      codes++;
    } else if (reader.field === MESSAGE && reader.wireType === LENGTH_DELIMITED) {
      // Decoded once, after the loop: of several only the last counts.
      textStart = reader.start;
      textEnd = reader.end;
    } else if (reader.field <= DETAILS) {
      wrongTypes |= 1 << reader.field;
    }
  }
  const message = decodeUtf8(bytes, textStart, textEnd);
  if (isDamagedUtf8(message, bytes, textStart, textEnd)) {
    problems.push(problem("utf8", "not valid UTF-8", message));
  }
  for (let field = CODE; wrongTypes !== 0 && field <= DETAILS; field++) {
    if (wrongTypes & (1 << field)) {
      problems.push(problem("status-proto", `field ${field} has another type`));
    }
  }
  if (codes > 1) problems.push(problem("status-proto", "several statuses in one"));
  if (skipped > 0) problems.push(problem("detail-limit", `${skipped} more details`));
  if (reader.damage !== undefined) {
    problems.push(problem("status-proto", `the status is damaged at ${reader.damage}`));
  }
  return { code, message, details, problems };
}

function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return bytes.subarray(start, end);
}

/** Serializes a `google.rpc.Status` from its code, message and details, each a serialized `Any`. */
export function writeStatus(
  code: number,
  message: string,
  details: readonly Uint8Array[],
): Uint8Array {
  const text = encodeUtf8(message);
  let size =
    (code === 0 ? 0 : 1 + int32Size(code)) + (text.length > 0 ? delimitedSize(text.length) : 0);
  for (const detail of details) size += delimitedSize(detail.length);
  const bytes = new Uint8Array(size);
  let at = 0;
  if (code !== 0) {
    bytes[at] = CODE << 3;
    at = writeInt32(bytes, at + 1, code);
  }
  if (text.length > 0) at = writeDelimited(bytes, at, MESSAGE, text);
  for (const detail of details) at = writeDelimited(bytes, at, DETAILS, detail);
  return bytes;
}
