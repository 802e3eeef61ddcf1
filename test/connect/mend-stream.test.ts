import type { RequestListener } from "node:http";
import { create, toBinary } from "@bufbuild/protobuf";
import { Code as ConnectCode, type ConnectError } from "@connectrpc/connect";
import { describe, expect, it, vi } from "vitest";
import { ListBooksResponseSchema } from "../../gen/example/library/v1/library_pb.js";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { connectFetch } from "../../src/entry/connect.js";
import { Code } from "../../src/entry/index.js";
import { encodeBase64 } from "../../src/wire/base64.js";
import { infoBytes } from "../fixtures/info-bytes.js";
import { callWeb, frame, type Outcome, withServer } from "./web-calls.js";

const TYPE = { "content-type": "application/connect+proto" };
const STREAM = { protocol: "connect+proto", kind: "stream" } as const;
const END = 0x02;

const book = frame(
  0,
  toBinary(ListBooksResponseSchema, create(ListBooksResponseSchema, { book: { id: "42" } })),
);
const info = { type: "google.rpc.ErrorInfo", value: encodeBase64(infoBytes("BOOK_MISSING")) };

/** A stream of one book and this end, in one piece and byte by byte, with and without `connectFetch`. */
async function ended(end: unknown, flags = END) {
  const text = typeof end === "string" ? end : JSON.stringify(end);
  const bytes = Buffer.concat([book, frame(flags, text)]);
  const listener: RequestListener = async (request, response) => {
    request.resume();
    response.writeHead(200, TYPE);
    if (request.headers["x-slow"] === undefined) {
      response.end(bytes);
      return;
    }
    for (const byte of bytes) {
      response.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    response.end();
  };
  const slow: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("x-slow", "1");
    return fetch(input, { ...init, headers });
  };
  return await withServer(listener, async (url) => ({
    mended: await callWeb(url, STREAM, { fetch: connectFetch() }),
    dripped: await callWeb(url, STREAM, { fetch: connectFetch(slow) }),
    alone: await callWeb(url, STREAM, {}),
  }));
}

function summary({ error, messages }: Outcome) {
  const { code, rawMessage, metadata } = error as ConnectError;
  const reasons = (error as ConnectError).findDetails(ErrorInfoSchema).map(({ reason }) => reason);
  return { messages: messages.length, code, rawMessage, reasons, shelf: metadata.get("x-shelf") };
}

/** Ends of a failed stream that cost connect-web code, message, details or the whole error. */
const FAULTS = [
  { name: "a code in another spelling", end: { error: { code: "NOT_FOUND", details: [info] } } },
  { name: "a code as a number", end: { error: { code: 5, details: [info] } } },
  {
    name: "a type with the prefix of a URL",
    end: { error: { code: "not_found", details: [{ ...info, type: `x.y/${info.type}` }] } },
  },
  {
    name: "a detail that is no base64",
    end: { error: { code: "not_found", details: [info, { type: "library.Shelf", value: "*" }] } },
  },
  {
    name: "details as gateways write them",
    end: {
      error: {
        code: "not_found",
        details: [{ "@type": `type.googleapis.com/${info.type}`, reason: "BOOK_MISSING" }],
      },
    },
  },
  {
    name: "metadata that is no list",
    end: { error: { code: "not_found", details: [info] }, metadata: { "x-shelf": "7" } },
  },
  {
    name: "metadata that is no header",
    end: {
      error: { code: "not_found", details: [info] },
      metadata: { "x shelf": ["8"], "x-shelf": ["7", "\n", 7] },
    },
  },
];

describe("connectFetch, for streams over the Connect protocol", () => {
  it.each(FAULTS)("mends an end with $name", async ({ end }) => {
    const error = { message: "no book 42", ...end.error };
    const { mended, dripped, alone } = await ended({ metadata: {}, ...end, error });
    const shelf = "metadata" in end ? "7" : null;
    const rawMessage = "no book 42";
    const reasons = ["BOOK_MISSING"];
    const expected = { messages: 1, code: Code.NOT_FOUND as number, rawMessage, reasons, shelf };
    expect(summary(mended)).toEqual(expected);
    expect(summary(dripped)).toEqual(expected);
    expect(summary(alone)).not.toEqual(expected);
  });

  it("mends an end that is nested too deep to be written again", async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    const detail = `{"type":"library.Shelf","value":"CAc","debug":${deep}}`;
    const text = `{"error":{"code":"not_found","details":[${detail}]},"metadata":{"x-shelf":"7"}}`;
    await withServer({ headers: TYPE, body: frame(END, text) }, async (url) => {
      const outcome = await callWeb(url, STREAM, { fetch: connectFetch() });
      expect(summary(outcome)).toMatchObject({ code: Code.NOT_FOUND, shelf: "7" });
    });
  });

  it("mends an end whose error is a text", async () => {
    const { mended } = await ended({ error: "no book 42" });
    expect(mended.error).toMatchObject({ code: Code.UNKNOWN, rawMessage: "no book 42" });
  });

  it.each([
    { name: "a success", end: {}, code: undefined },
    { name: "a success with null for its error", end: { error: null }, code: undefined },
    {
      name: "a proper error",
      end: { error: { code: "aborted", details: [info] }, metadata: { "x-shelf": ["7"] } },
      code: ConnectCode.Aborted,
    },
    { name: "an end that is no JSON", end: "{", code: ConnectCode.Unknown },
    { name: "an end that is no object", end: "[]", code: ConnectCode.Unknown },
  ])("passes $name as it is", async ({ end, code }) => {
    const { mended, dripped, alone } = await ended(end);
    for (const outcome of [mended, dripped, alone]) {
      expect((outcome.error as ConnectError | undefined)?.code).toBe(code);
      expect(outcome.messages).toMatchObject([{ book: { id: "42" } }]);
    }
    if (code !== undefined) expect(summary(mended)).toEqual(summary(alone));
  });

  it("passes a compressed end, and one that is longer than may be read", async () => {
    const compressed = await ended({ error: { code: 5 } }, END | 1);
    expect(summary(compressed.mended)).toEqual(summary(compressed.alone));
    const end = frame(END, JSON.stringify({ error: { code: 5, message: "x".repeat(1000) } }));
    await withServer({ headers: TYPE, body: Buffer.concat([book, end]) }, async (url) => {
      const short = connectFetch(fetch, { maxBodyBytes: 1000 });
      expect((await callWeb(url, STREAM, { fetch: short })).error).toMatchObject({
        code: ConnectCode.Unknown,
      });
      const long = connectFetch(fetch, { maxBodyBytes: 2000 });
      expect((await callWeb(url, STREAM, { fetch: long })).error).toMatchObject({ code: 5 });
    });
  });

  it("hands on every byte of a message as it comes", async () => {
    // What is not whole, be it a head or a message, must not hold back what is.
    const pieces = [
      Buffer.concat([book, book.subarray(0, 7)]),
      book.subarray(7, -2),
      book.subarray(-2),
    ];
    const end = Buffer.concat([book.subarray(0, 3)]);
    let send = (_piece: Uint8Array) => {};
    const listener: RequestListener = (_request, response) => {
      response.writeHead(200, TYPE).flushHeaders();
      send = (piece) => void response.write(piece);
    };
    await withServer(listener, async (url) => {
      const answer = await connectFetch()(url, { method: "POST", headers: TYPE, body: "" });
      const reader = answer.body?.getReader();
      for (const piece of pieces) {
        send(piece);
        expect(Buffer.from((await reader?.read())?.value ?? [])).toEqual(piece);
      }
      send(Buffer.concat([book, end]));
      expect(Buffer.from((await reader?.read())?.value ?? [])).toEqual(book);
    });
  });

  it("hands on what a stream breaks off with, after its messages", async () => {
    const listener: RequestListener = (_request, response) => {
      response.writeHead(200, TYPE).write(book);
    };
    await withServer(listener, async (url) => {
      const controller = new AbortController();
      const reason = new Error("the reader left");
      const init = { method: "POST", headers: TYPE, body: "", signal: controller.signal };
      const reader = (await connectFetch()(url, init)).body?.getReader();
      await reader?.read();
      controller.abort(reason);
      await expect(reader?.read()).rejects.toBe(reason);
    });
  });

  it("lets go of a stream that nobody reads to its end", async () => {
    let closed = false;
    const listener: RequestListener = (_request, response) => {
      response.on("close", () => {
        closed = true;
      });
      response.writeHead(200, TYPE).write(book);
    };
    await withServer(listener, async (url) => {
      const answer = await connectFetch()(url, { method: "POST", headers: TYPE, body: "" });
      await answer.body?.cancel();
      await vi.waitFor(() => expect(closed).toBe(true));
    });
  });

  it("hands on the start of a frame that never becomes whole", async () => {
    const body = Buffer.concat([book, book.subarray(0, 4)]);
    await withServer({ headers: TYPE, body }, async (url) => {
      const init = { method: "POST", headers: TYPE, body: "" };
      const answer = await connectFetch()(url, init);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(body);
    });
  });

  it("reads the end of a stream that came with another HTTP status", async () => {
    const end = frame(END, JSON.stringify({ error: { code: "not_found", details: [info] } }));
    await withServer({ status: 404, headers: TYPE, body: end }, async (url) => {
      const { error, messages } = await callWeb(url, STREAM, { fetch: connectFetch() });
      expect(summary({ error, messages })).toMatchObject({ code: 5, reasons: ["BOOK_MISSING"] });
      expect((await callWeb(url, STREAM, {})).error).toMatchObject({ rawMessage: "HTTP 404" });
    });
  });

  it("brings a unary error through that a stream was answered with", async () => {
    const shelf = { type: "library.Shelf", value: "CAc", debug: { row: 7 } };
    const details = [info, shelf];
    const body = JSON.stringify({ code: "not_found", message: "no book 42", details });
    const headers = { "content-type": "application/json" };
    await withServer({ status: 404, headers, body }, async (url) => {
      const outcome = await callWeb(url, STREAM, { fetch: connectFetch() });
      expect(outcome.error).toMatchObject({ details: [{}, { debug: { row: 7 } }] });
      expect(summary(outcome)).toMatchObject({
        code: 5,
        rawMessage: "no book 42",
        reasons: ["BOOK_MISSING"],
      });
    });
  });

  it("leaves an answer that says nothing of a failure to Connect", async () => {
    const headers = { "content-type": "text/html" };
    await withServer({ headers, body: "<title>Hotel</title>" }, async (url) => {
      const { error } = await callWeb(url, STREAM, { fetch: connectFetch() });
      expect(error).toMatchObject({ message: "[unknown] unsupported content type text/html" });
    });
  });
});
