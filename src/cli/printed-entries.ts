import { type InspectedValue, readInspected } from "./inspected-value.js";

/** Headers as an object that was printed shows them. */
export interface PrintedEntries {
  readonly entries: readonly (readonly [string, string | Uint8Array])[];
  /** Names whose values were not printed, or not to their end. */
  readonly cut: readonly string[];
}

/**
 * A name and what leads to its value: `'grpc-status' => [` of grpc-js's Metadata, `'grpc-status': '5'` of
 * node:http2, `'grpc-status', '5'` of Envoy.
 */
const NAME = /(['"]?)(?<![\w.-])(:?[a-z][\w.-]{0,100})\1(?: =>|:|,) +(?=['"`<[\d])/gi;
const NUMBER = /\d{1,15}/y;

/** Reads all headers that a text shows as printed objects do. */
export function printedEntries(text: string): PrintedEntries {
  const entries: [string, string | Uint8Array][] = [];
  const cut: string[] = [];
  for (const { 0: all, 2: word = "", index } of text.matchAll(NAME)) {
    const name = word.toLowerCase();
    const value = valueAt(text, index + all.length);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === "string") entries.push([name, one]);
      else if (one !== undefined) entries.push([name, one.bytes]);
      if (one === undefined || (typeof one === "object" && one.missing > 0)) cut.push(name);
    }
  }
  return { entries, cut };
}

function valueAt(text: string, start: number): InspectedValue {
  NUMBER.lastIndex = start;
  return NUMBER.exec(text)?.[0] ?? readInspected(text, start)?.value;
}
