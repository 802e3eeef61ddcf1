import assert from "node:assert/strict";
import { FIVE_DETAILS_SIZE, fiveDetails } from "../../test/fixtures/five-details.js";
import type { Library } from "../compiled.js";
import { allFive, codeAndMessage, fromBase64, fromTrailers } from "./decode.js";
import { encodeBytes } from "./encode.js";

/** What nice-grpc-error-details leaves out: its protos do not have the reasons of field violations yet. */
const REASONS_SIZE = 3 * 2 + "ISBN_LENGTH".length + "AUTHOR_EMPTY".length + "COPIES_RANGE".length;

/** Makes sure, before anything is timed, that every contender does the work it is timed for. */
export function checkContenders(library: Library): void {
  for (const { name, run } of [...codeAndMessage(library), ...fromBase64(library)]) {
    assert.deepEqual(run(), [fiveDetails.code, fiveDetails.message], name);
  }
  const errors = fromTrailers(library).filter((contender) => contender.name.endsWith("all five"));
  for (const { name, run } of [...allFive(library), ...errors]) {
    // Field by field: the packages' classes and key orders differ.
    const [badRequest, errorInfo, retryInfo, requestInfo, help] = run() as Five;
    assert.equal(badRequest.fieldViolations.length, 3, name);
    assert.equal(errorInfo.reason, "BOOK_INVALID", name);
    assert.equal(Object.keys(errorInfo.metadata).length, 3, name);
    assert.equal(retryInfo.retryDelay.nanos, 500_000_000, name);
    assert.match(requestInfo.requestId, /^6f1c2a4e/, name);
    assert.equal(help.links.length, 1, name);
  }
  for (const { name, run } of encodeBytes(library)) {
    const missing = name === "nice-grpc-error-details" ? REASONS_SIZE : 0;
    // Two lengths lose their second byte with it.
    assert.ok((run() as Uint8Array).length >= FIVE_DETAILS_SIZE - missing - 2, name);
    if (missing === 0) assert.equal((run() as Uint8Array).length, FIVE_DETAILS_SIZE, name);
  }
}

type Five = [
  { fieldViolations: unknown[] },
  { reason: string; metadata: object },
  { retryDelay: { nanos: number } },
  { requestId: string },
  { links: unknown[] },
];
