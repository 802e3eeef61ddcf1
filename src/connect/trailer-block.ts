import { partsFromTrailers } from "../status/read-trailers.js";
import { GRPC_STATUS_DETAILS_BIN } from "../status/trailers.js";
import { decodeUtf8, encodeUtf8 } from "../wire/utf8.js";
import type { Bytes } from "./body-start.js";
import { encodeStatus, isMisread, isStatusName } from "./readable-status.js";

const LINE = /^[\w!#$%&'*+.^`|~-]+:[\t\x20-\x7e\x80-\xff]*$/;

/** Whether `Headers` takes a name with this value: one that it does not take costs Connect the error. */
export function isHeader(name: string, value: unknown): boolean {
  return typeof value === "string" && LINE.test(`${name}:${value}`);
}

/**
 * The trailers in the last frame of gRPC-Web, where Connect would misread them: for the status in them, or
 * for lines that it does not understand. `undefined` where they may stay as they are.
 */
export function mendTrailerBlock(payload: Uint8Array): Bytes | undefined {
  const text = decodeUtf8(payload);
  const entries = text.split(/\r?\n/).flatMap(toEntry);
  const plain = text.split("\r\n").every((line) => line === "" || LINE.test(line));
  const parts = partsFromTrailers(entries, { via: "grpc-web" });
  const status = parts && !(plain && !isMisread(parts)) ? encodeStatus(parts) : undefined;
  // Beside a success Connect would take the code of the details for the call's.
  const replaced = (name: string) =>
    status ? isStatusName(name) : parts === undefined && name === GRPC_STATUS_DETAILS_BIN;
  const kept = entries.filter(([name, value]) => !replaced(name) && isHeader(name, value));
  if (plain && kept.length === entries.length) return undefined;
  const lines = [...kept, ...Object.entries(status ?? {})].map(
    (entry) => `${entry.join(": ")}\r\n`,
  );
  return encodeUtf8(lines.join("")) as Bytes;
}

function toEntry(line: string): (readonly [string, string])[] {
  const colon = line.indexOf(":");
  if (colon < 1) return [];
  return [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
}
