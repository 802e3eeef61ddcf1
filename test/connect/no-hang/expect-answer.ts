import { expect } from "vitest";
import { RpcError } from "../../../src/entry/index.js";
import { type Failure, SECRET } from "../../fixtures/failures.js";
import { findSecret } from "../../fixtures/find-secret.js";
import { headerListBytes, isHttp2, readHttp2Frames } from "../../fixtures/http2-frames.js";
import type { NO_ANSWER } from "../../fixtures/within-a-second.js";
import type { Outcome, Wire } from "../library-server.js";
import type { RecordedLibrary } from "./recorded-library.js";

/** What peers take: C-core, grpc-java and Python stop at 8 KiB of headers. */
const MAX_HEADER_LIST = 8_192;

/** Expects the answer that a failure has to get: code, message, and the id of the call, twice. */
export function expectAnswer(answer: Outcome | typeof NO_ANSWER, failure: Failure): RpcError {
  expect(answer).toHaveProperty("error");
  const decoded = RpcError.from((answer as Outcome).error);
  const { code, message, reason } = failure;
  expect(decoded).toMatchObject({
    code,
    ...(message !== undefined && { message }),
    ...(reason !== undefined && { reason }),
    origin: "server",
    problems: [],
  });
  expect(decoded.message).not.toBe("");
  const [requestId] = decoded.requestIds;
  expect(requestId).toMatch(/^[\da-f-]{36}$/);
  expect(decoded.metadata.getAll("x-request-id")).toEqual([requestId]);
  return decoded;
}

/** Expects that the client can go on calling, and that nothing that left the server was secret. */
export async function expectUsable(library: RecordedLibrary, wire: Wire): Promise<void> {
  expect(await library.later()).toEqual({ messages: [expect.anything()] });
  const sent = library.sent();
  // Calls over HTTP/1.1 that run at once have a connection each.
  if (wire.endsWith("/2")) expect(sent).toHaveLength(1);
  for (const bytes of sent) {
    expect(findSecret(bytes, SECRET)).toEqual([]);
    if (!isHttp2(bytes)) continue;
    for (const block of readHttp2Frames(bytes).blocks)
      expect(headerListBytes(block)).toBeLessThanOrEqual(MAX_HEADER_LIST);
  }
}
