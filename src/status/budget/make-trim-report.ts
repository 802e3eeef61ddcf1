import { encodeUtf8 } from "../../wire/utf8.js";
import type { TrimmedParts, TrimReport } from "./trim-report.js";

/** What is known when an error has been made to fit. */
export interface TrimFacts extends Pick<TrimReport, "maxBytes" | "bytesBefore" | "bytesAfter"> {
  readonly parts: TrimmedParts;
  readonly messages: readonly [before: string, after: string];
}

/** Makes the report of what was left out; `undefined` where nothing was. */
export function makeTrimReport({ parts, messages, ...bytes }: TrimFacts): TrimReport | undefined {
  const { dropped, shortened } = parts;
  const [before, after] = messages;
  const isCut = before !== after;
  if (dropped.length + shortened.length === 0 && !isCut) return undefined;
  const { maxBytes, bytesBefore, bytesAfter } = bytes;
  return {
    maxBytes,
    bytesBefore,
    bytesAfter,
    dropped,
    shortened,
    ...(isCut && {
      message: { keptBytes: encodeUtf8(after).length, ofBytes: encodeUtf8(before).length },
    }),
    headers: [],
  };
}
