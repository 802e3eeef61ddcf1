import { expect } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import { expectClean, expectFailure } from "../../fixtures/expect-failure.js";
import type { Failure } from "../../fixtures/failures.js";
import type { NO_ANSWER } from "../../fixtures/within-a-second.js";
import type { Outcome, Wire } from "../library-server.js";
import type { RecordedLibrary } from "./recorded-library.js";

/** Expects the answer that a failure has to get: code, message, and the id of the call, twice. */
export function expectAnswer(answer: Outcome | typeof NO_ANSWER, failure: Failure): RpcError {
  expect(answer).toHaveProperty("error");
  const decoded = RpcError.from((answer as Outcome).error);
  const requestId = expectFailure(decoded, failure);
  expect(decoded.metadata.getAll("x-request-id")).toEqual([requestId]);
  return decoded;
}

/** Expects that the client can go on calling, and that nothing that left the server was secret. */
export async function expectUsable(library: RecordedLibrary, wire: Wire): Promise<void> {
  expect(await library.later()).toEqual({ messages: [expect.anything()] });
  const sent = library.sent();
  // Calls over HTTP/1.1 that run at once have a connection each.
  if (wire.endsWith("/2")) expect(sent).toHaveLength(1);
  expectClean(sent);
}
