import { expect } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import { expectClean, expectFailure } from "../../fixtures/expect-failure.js";
import type { Failure } from "../../fixtures/failures.js";
import { isHttp2 } from "../../fixtures/http2-frames.js";
import type { NO_ANSWER } from "../../fixtures/within-a-second.js";
import type { Answer, RecordedLibrary } from "./recorded-library.js";

/** Expects the answer that a failure has to get: code, message, and the id of the call, twice. */
export function expectAnswer(answer: Answer | typeof NO_ANSWER, failure: Failure): RpcError {
  expect(answer).toHaveProperty("error");
  const { error } = answer as Answer;
  const decoded = RpcError.from(error);
  const requestId = expectFailure(decoded, failure);
  expect(error?.metadata.get("x-request-id")).toEqual([requestId]);
  return decoded;
}

/** Expects that the channel lives, on its first connection, and that nothing that left it was secret. */
export async function expectUsable(library: RecordedLibrary): Promise<void> {
  expect(await library.later()).toEqual({ messages: [expect.anything()] });
  const sent = library.sent();
  expect(sent).toHaveLength(1);
  // Every frame is looked into: gRPC has no other protocol below it.
  expect(sent.every(isHttp2)).toBe(true);
  expectClean(sent);
}
