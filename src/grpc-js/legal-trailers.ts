import { Metadata } from "@grpc/grpc-js";
import { type FittedHeaders, fitHeaders, MAX_BESIDE_STATUS } from "../status/budget/fit-headers.js";
import { isReservedHeader } from "../status/reserved-headers.js";
import { forEachHeader, type HeaderValue } from "../wire/headers.js";

/** What a response's own headers or trailers may weigh: from 64 kB on a client never gets its answer. */
const MAX_OF_RESPONSE = 32_768;

/** What {@link legalTrailers} let through. */
export interface LegalTrailers extends Omit<FittedHeaders, "kept"> {
  readonly metadata: Metadata;
  /** What they were allowed to weigh. */
  readonly maxBytes: number;
}

/**
 * Trailers that can be sent: without the names that belong to the protocol, of which some make Node throw
 * where nobody catches, without values that no header may have, and within what peers take.
 *
 * @param sources - of a name in several of them, all values are sent.
 */
export function legalTrailers(...sources: readonly unknown[]): LegalTrailers {
  return trailersWithin(MAX_BESIDE_STATUS, sources);
}

/** The headers or trailers that a handler gave with its response, as far as they can be sent. Total. */
export function legalMetadata(metadata: unknown): LegalTrailers {
  return trailersWithin(MAX_OF_RESPONSE, [metadata]);
}

function trailersWithin(maxBytes: number, sources: readonly unknown[]): LegalTrailers {
  const metadata = new Metadata();
  const { kept, ...fitted } = fitHeaders(legalEntries(sources), maxBytes);
  for (const [name, value] of kept) {
    const [before] = metadata.get(name);
    if (typeof value !== "string") metadata.add(name, Buffer.from(value));
    // Node sends some headers no more than once.
    else if (before === undefined) metadata.set(name, value);
    else if (before !== value) metadata.set(name, `${before}, ${value}`);
  }
  return { ...fitted, metadata, maxBytes };
}

function legalEntries(sources: readonly unknown[]): [string, HeaderValue][] {
  const legal: [string, HeaderValue][] = [];
  for (const source of sources) {
    forEachHeader(source, (name, value) => {
      if (!isReservedHeader(name) && isLegal(name, value)) legal.push([name, value]);
    });
  }
  return legal;
}

/** Whether grpc-js takes an entry: its `Metadata` throws at any other. */
function isLegal(name: string, value: HeaderValue): boolean {
  try {
    new Metadata().add(name, typeof value === "string" ? value : Buffer.from(value));
    return true;
  } catch {
    return false;
  }
}
