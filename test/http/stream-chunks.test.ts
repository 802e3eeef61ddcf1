import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StreamFormat } from "../../src/entry/http.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { chunked, collect, concat, envelope, streamOf } from "./collect-stream.js";

const overloaded = '{"error":{"code":503,"message":"über\\n😀","status":"UNAVAILABLE"}}';

interface Sample {
  readonly format: StreamFormat;
  /** Text, where the format is one. */
  readonly text?: string;
  readonly bytes: Uint8Array;
  readonly messages: readonly unknown[];
}

const encoder = new TextEncoder();

function sample(format: StreamFormat, text: string, messages: readonly unknown[]): Sample {
  return { format, text, bytes: encoder.encode(text), messages };
}

/** Streams with everything that is hard about their format; each ends with the same error. */
const SAMPLES: readonly Sample[] = [
  sample(
    "sse",
    '\uFEFF: hello\r\nevent: message\r\ndata: {"text":"При😀"}\r\n\r\n' +
      'data: {"a":\rdata:1}\r\rdata: plain é\ndata:  two\n\n: ping\n\nid: 7\r\nretry: 10\n\n' +
      "data: [\r\ndata: 2]\r\n\r\n" +
      `data\n\ndata: null\n\nfoo: bar\r\n\r\ndata: ${overloaded}\n\ndata: {"never":1}\n\n`,
    [{ text: "При😀" }, { a: 1 }, "plain é\n two", [2], null],
  ),
  sample(
    "ndjson",
    '\uFEFF{"text":"{\\"При😀\\\\"}\r\n\r\n{\n  "list": [1, {"x": "]"}]\r}\n"s, ]"\n-12e1\r\nnull\n' +
      `{"b":{}}{"c":[]}\u001e[[1],"["]\ntrue\n${overloaded}\n{"never":1}\n`,
    [
      { text: '{"При😀\\' },
      { list: [1, { x: "]" }] },
      "s, ]",
      -120,
      null,
      { b: {} },
      { c: [] },
      [[1], "["],
      true,
    ],
  ),
  sample(
    "json-array",
    '\uFEFF [{"text":"],[\\"😀"}\n,\r\n{\n  "b": {"c": [[]]}\n}\n,\r\n"s,]\\"",7 ,null,[1,[2]],' +
      `\n${overloaded}\n,{"never":1}]`,
    [{ text: '],["😀' }, { b: { c: [[]] } }, 's,]"', 7, null, [1, [2]]],
  ),
  {
    format: "connect",
    bytes: concat(
      envelope(0, '{"text":"При😀"}'),
      envelope(0, "{}"),
      envelope(0, Uint8Array.of(0xff, 0xfe)),
      envelope(0, ""),
      envelope(2, '{"error":{"code":"unavailable","message":"über\\n😀"}}'),
      envelope(0, '{"never":1}'),
    ),
    messages: [{ text: "При😀" }, {}, Uint8Array.of(0xff, 0xfe), new Uint8Array(0)],
  },
];

/** Cuts at these places, which may be the same or at the ends: then a chunk is empty. */
function cutAt<T extends { slice(start: number, end?: number): T; length: number }>(
  whole: T,
  places: readonly number[],
): T[] {
  const sorted = [0, ...[...places].sort((a, b) => a - b), whole.length];
  return sorted.slice(1).map((end, i) => whole.slice(sorted[i] as number, end));
}

describe("the chunks of a stream", () => {
  describe.each(SAMPLES)("of $format", ({ format, bytes, messages }) => {
    const check = async (
      source: AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array>,
      named: boolean,
    ) => {
      const read = await collect(source, named ? { format } : {});
      expect(read.messages).toEqual(messages);
      expect(read.error).toBeInstanceOf(RpcError);
      expect(read.error).toMatchObject({ code: 14, message: "über\n😀", origin: "server" });
    };

    it("may be the whole, whether the format is named or not", async () => {
      await check(chunked(bytes), true);
      await check(chunked(bytes), false);
    });

    it("may be cut at every single place", async () => {
      for (let i = 0; i <= bytes.length; i++) {
        await check(streamOf(...cutAt(bytes, [i])), i % 2 === 0);
      }
    });

    it("may be single bytes", async () => {
      const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
      await check(streamOf(...single), true);
      await check(chunked(...single), false);
    });

    it("may be cut anywhere, and be empty", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat({ max: bytes.length }), { maxLength: 30 }),
          fc.boolean(),
          async (places, named) => check(chunked(...cutAt(bytes, places)), named),
        ),
        { numRuns: 200 },
      );
    });
  });

  describe.each(SAMPLES.filter(({ text }) => text !== undefined))(
    "of $format as text",
    ({ text = "", messages }) => {
      const check = async (...chunks: string[]) => {
        const read = await collect(chunked(...chunks));
        expect(read.messages).toEqual(messages);
        expect(read.error).toMatchObject({ code: 14, message: "über\n😀" });
      };

      it("may be cut anywhere, inside of a character too", async () => {
        await check(...text.split(""));
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.nat({ max: text.length }), { maxLength: 30 }),
            async (places) => check(...cutAt(text, places)),
          ),
          { numRuns: 100 },
        );
      });
    },
  );

  it("may hold any bytes: reading them ends, with messages and an RpcError at most", async () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .string({ unit: fc.constantFrom(...'[]{}",:\\\n\r dataevnt: 01é') })
        .map((text) => encoder.encode(text)),
    );
    const format = fc.constantFrom("sse", "ndjson", "json-array", "connect", undefined);
    await fc.assert(
      fc.asyncProperty(fc.array(anyBytes, { maxLength: 5 }), format, async (chunks, named) => {
        const { error } = await collect(chunked(...chunks), named ? { format: named } : {});
        if (error !== undefined) expect(error).toBeInstanceOf(RpcError);
      }),
      { numRuns: 2_000 },
    );
  });

  it("cost no more where white space comes before the format shows", async () => {
    const started = performance.now();
    const blank = Array.from({ length: 300_000 }, () => " ");
    expect(await collect(chunked(...blank, "[1]"))).toEqual({ messages: [1] });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it.each(["sse", "ndjson", "json-array", "connect"] as const)(
    "cost the same for a message of %s in 300,000 chunks as their sum",
    async (format) => {
      const payload = `{"text":"${"x".repeat(300_000)}"}`;
      const bytes = {
        sse: encoder.encode(`data: ${payload}\n\n`),
        ndjson: encoder.encode(`${payload}\n`),
        "json-array": encoder.encode(`[${payload}]`),
        connect: concat(envelope(0, payload), envelope(2, "{}")),
      }[format];
      const started = performance.now();
      const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
      const { messages, error } = await collect(chunked(...single), { format });
      expect({ count: messages.length, error }).toEqual({ count: 1, error: undefined });
      // To read all again for each chunk would take minutes.
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );
});
