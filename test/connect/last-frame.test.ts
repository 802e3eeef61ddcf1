import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectFetch } from "../../src/entry/connect.js";
import { frame } from "./web-calls.js";

const TRAILERS = 0x80;

/** Bytes cut at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
  const sorted = at.toSorted((a, b) => a - b);
  return sorted.slice(1).map((end, index) => bytes.slice(sorted[index], end));
}

/** What `connectFetch` makes of a body over gRPC-Web that comes in these chunks. */
async function received(chunks: readonly Uint8Array[]): Promise<Buffer> {
  const headers = { "content-type": "application/grpc-web+proto" };
  let next = 0;
  const body = new ReadableStream({
    pull(controller) {
      const chunk = chunks[next++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const answer = await connectFetch(async () => new Response(body, { headers }))("http://library", {
    method: "POST",
    headers,
  });
  return Buffer.from(await answer.arrayBuffer());
}

const places = fc.array(fc.nat(1000), { maxLength: 20 });
const payloads = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 });

describe("connectFetch, on the frames of an answer", () => {
  it("changes the last frame alone, wherever chunks begin and end", async () => {
    await fc.assert(
      fc.asyncProperty(payloads, payloads, places, async (before, after, cuts) => {
        const messages = before.map((payload) => frame(0, payload));
        // A faulty server's: not of a stream that ended.
        const extra = after.map((payload) => frame(1, payload));
        const bad = frame(TRAILERS, "grpc-status: 5\r\ngrpc-message: 100%\r\n");
        const good = frame(TRAILERS, "grpc-status: 5\r\ngrpc-message: 100%25\r\n");
        const sent = Buffer.concat([...messages, bad, ...extra]);
        expect(await received(cut(sent, cuts))).toEqual(
          Buffer.concat([...messages, good, ...extra]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("passes any other bytes as they are", async () => {
    const bytes = fc
      .uint8Array({ maxLength: 200 })
      .map((array) => array.map((byte) => byte & 0x7f));
    await fc.assert(
      fc.asyncProperty(bytes, places, async (sent, cuts) => {
        expect(await received(cut(sent, cuts))).toEqual(Buffer.from(sent));
      }),
      { numRuns: 200 },
    );
  });

  it("never fails on trailers of any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (payload) => {
        const answer = await received([frame(TRAILERS, payload)]);
        expect(answer.readUInt32BE(1)).toBe(answer.length - 5);
      }),
      { numRuns: 500 },
    );
  });

  it("takes a time that grows with the length of the last frame, not with its square", async () => {
    const block = `x-shelf: ${"7".repeat(250_000)}\r\ngrpc-status: 5\r\ngrpc-message: %\r\n`;
    const sent = frame(TRAILERS, block);
    const answer = await received(Array.from(sent, (_, at) => sent.subarray(at, at + 1)));
    expect(answer.subarray(-4).toString()).toBe("%25\r\n".slice(-4));
  }, 5_000);
});
