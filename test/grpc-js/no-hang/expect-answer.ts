import { expect } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import { type Failure, SECRET } from "../../fixtures/failures.js";
import { findSecret } from "../../fixtures/find-secret.js";
import { headerListBytes, readHttp2Frames } from "../../fixtures/http2-frames.js";
import type { NO_ANSWER } from "../../fixtures/within-a-second.js";
import type { Answer, RecordedLibrary } from "./recorded-library.js";

/** What peers take: C-core, grpc-java and Python stop at 8 KiB of headers. */
const MAX_HEADER_LIST = 8_192;

/** Expects the answer that a failure has to get: code, message, and the id of the call, twice. */
export function expectAnswer(answer: Answer | typeof NO_ANSWER, failure: Failure): RpcError {
  expect(answer).toHaveProperty("error");
  const { error } = answer as Answer;
  const decoded = RpcError.from(error);
  const { code, message, reason } = failure;
  expect(decoded).toMatchObject({
    code,
    ...(message !== undefined && { message }),
    ...(reason !== undefined && { reason }),
    // Code and message of trailers and details agree, and all came from the server.
    origin: "server",
    problems: [],
  });
  expect(decoded.message).not.toBe("");
  const [requestId] = decoded.requestIds;
  expect(requestId).toMatch(/^[\da-f-]{36}$/);
  expect(error?.metadata.get("x-request-id")).toEqual([requestId]);
  return decoded;
}

/** Expects that the channel lives, on its first connection, and that nothing that left it was secret. */
export async function expectUsable(library: RecordedLibrary): Promise<void> {
  expect(await library.later()).toEqual({ messages: [expect.anything()] });
  const sent = library.sent();
  expect(sent).toHaveLength(1);
  for (const bytes of sent) {
    expect(findSecret(bytes, SECRET)).toEqual([]);
    for (const block of readHttp2Frames(bytes).blocks)
      expect(headerListBytes(block)).toBeLessThanOrEqual(MAX_HEADER_LIST);
  }
}
