import type { HeaderValue } from "../../wire/headers.js";
import { encodeUtf8 } from "../../wire/utf8.js";
import { base64Bytes, headerBytes } from "./header-block.js";

/** Node takes no more than 128 headers, of which the protocol and a proxy need some. */
const MAX_ENTRIES = 64;

/**
 * What the headers and trailers of an error may weigh together beside its status: a quarter of the 8 KiB that
 * peers take, since the status comes first.
 */
export const MAX_BESIDE_STATUS = 2_048;

type Header = readonly [name: string, value: HeaderValue];

/** What {@link fitHeaders} kept. */
export interface FittedHeaders<Entry extends Header = Header> {
  /** In the order given. */
  readonly kept: readonly Entry[];
  /** Names of the others, each once. */
  readonly dropped: readonly string[];
  /** What `kept` weighs: names and values, bytes in base64, and 32 for each. */
  readonly bytes: number;
  /** What all of them weighed. */
  readonly bytesBefore: number;
}

/**
 * Keeps as many headers of an error as there is room for: at most 64, the first before the later ones. One
 * that is too large does not take the small ones after it along.
 */
export function fitHeaders<Entry extends Header>(
  entries: Iterable<Entry>,
  maxBytes: number,
): FittedHeaders<Entry> {
  const kept: Entry[] = [];
  const dropped = new Set<string>();
  let bytes = 0;
  let bytesBefore = 0;
  for (const entry of entries) {
    const weight = weigh(entry);
    bytesBefore += weight;
    if (kept.length < MAX_ENTRIES && bytes + weight <= maxBytes) {
      kept.push(entry);
      bytes += weight;
    } else {
      dropped.add(entry[0]);
    }
  }
  return { kept, dropped: [...dropped], bytes, bytesBefore };
}

function weigh([name, value]: Header): number {
  return headerBytes(
    name,
    typeof value === "string" ? encodeUtf8(value).length : base64Bytes(value.length),
  );
}
