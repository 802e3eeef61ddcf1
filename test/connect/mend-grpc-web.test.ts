import type { RequestListener } from "node:http";
import { create, toBinary } from "@bufbuild/protobuf";
import { Code as ConnectCode, type ConnectError } from "@connectrpc/connect";
import { describe, expect, it, vi } from "vitest";
import { GetBookResponseSchema } from "../../gen/example/library/v1/library_pb.js";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { connectFetch } from "../../src/entry/connect.js";
import { encodeAny } from "../../src/wire/any.js";
import { encodeBase64 } from "../../src/wire/base64.js";
import { writeStatus } from "../../src/wire/status-proto.js";
import { DAMAGED } from "../fixtures/damaged-trailers.js";
import { infoBytes } from "../fixtures/info-bytes.js";
import { type Answer, callWeb, frame, type Outcome, withServer } from "./web-calls.js";

const TYPE = { "content-type": "application/grpc-web+proto" };
const TRAILERS = 0x80;
// The one message of a book is on both methods the first field.
const book = frame(
  0,
  toBinary(GetBookResponseSchema, create(GetBookResponseSchema, { book: { id: "42" } })),
);
const any = encodeAny("type.googleapis.com/google.rpc.ErrorInfo", infoBytes("BOOK_MISSING"));
const whole = encodeBase64(writeStatus(5, "no book 42", [any]));
const failed = { "grpc-status": "5", "grpc-message": "no book 42" };

const KINDS = ["unary", "stream"] as const;

/** The two kinds of call over gRPC-Web to a server that answers so, with and without `connectFetch`. */
async function answered(answer: Answer | RequestListener) {
  return await withServer(answer, async (url) => {
    const outcomes = KINDS.map(async (kind) => {
      const call = { protocol: "grpc-web", kind } as const;
      const mended = await callWeb(url, call, { fetch: connectFetch() });
      return { mended: summary(mended), alone: summary(await callWeb(url, call, {})) };
    });
    return await Promise.all(outcomes);
  });
}

function summary({ error, messages }: Outcome) {
  if (error === undefined) return { messages: messages.length };
  const { code, rawMessage } = error as ConnectError;
  const reasons = (error as ConnectError).findDetails(ErrorInfoSchema).map(({ reason }) => reason);
  return { code: code as number, rawMessage, reasons };
}

/** The block of trailers in the last frame. */
function block(trailers: Record<string, string | string[]>, newline = "\r\n"): string {
  return Object.entries(trailers)
    .flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}${newline}`))
    .join("");
}

/** Statuses that connect-web misreads, with what gRPC says of them. */
const MISREAD = [
  ...DAMAGED.filter(({ problems }) => !problems.some((kind) => /message|detail/.test(kind))),
  {
    name: "an escape that is none",
    trailers: { "grpc-status": "5", "grpc-message": "100%zz gone" },
    code: 5,
    message: "100%zz gone",
  },
  {
    name: "a code that is none",
    trailers: { "grpc-status": "99", "grpc-message": "gone" },
    code: 2,
    message: "gone",
  },
  {
    name: "details that are no base64",
    trailers: { ...failed, "grpc-status-details-bin": "*" },
    code: 5,
    message: "no book 42",
  },
  {
    name: "several details",
    trailers: { ...failed, "grpc-status-details-bin": [whole, whole] },
    code: 5,
    message: "no book 42",
    reasons: ["BOOK_MISSING"],
  },
  {
    name: "one detail that is cut off among others",
    trailers: {
      ...failed,
      "grpc-status-details-bin": encodeBase64(
        writeStatus(5, "no book 42", [any.subarray(0, -1), any]),
      ),
    },
    code: 5,
    message: "no book 42",
    reasons: ["BOOK_MISSING"],
  },
  {
    name: "a detail whose type is no UTF-8",
    trailers: {
      ...failed,
      "grpc-status-details-bin": encodeBase64(
        writeStatus(5, "no book 42", [new Uint8Array([0x0a, 3, 0xf0, 0x9f, 0x98]), any]),
      ),
    },
    code: 5,
    message: "no book 42",
    reasons: ["BOOK_MISSING"],
  },
];

describe("connectFetch, for calls over gRPC-Web", () => {
  it.each(MISREAD)("mends a status in the headers with $name", async (row) => {
    const { trailers, code, message } = row;
    for (const { mended, alone } of await answered({ headers: { ...TYPE, ...trailers } })) {
      expect(mended).toMatchObject({ code, rawMessage: message });
      if ("reasons" in row) expect(mended).toMatchObject({ reasons: row.reasons });
      expect(alone).not.toEqual(mended);
    }
  });

  it.each(MISREAD)("mends trailers in the last frame with $name", async (row) => {
    const { trailers, code, message } = row;
    const body = Buffer.concat([book, frame(TRAILERS, block({ ...trailers, "x-shelf": "7" }))]);
    for (const { mended, alone } of await answered({ headers: TYPE, body })) {
      expect(mended).toMatchObject({ code, rawMessage: message });
      if ("reasons" in row) expect(mended).toMatchObject({ reasons: row.reasons });
      expect(alone).not.toEqual(mended);
    }
  });

  it("reads trailers that are not written as they should be", async () => {
    const odd = [
      block(failed, "\n"),
      "grpc-status: 5\r\ngrpc-message: no book — 42\r\n",
      `x shelf: 7\r\n${block(failed)}`,
      `x-shelf: —\r\n${block(failed)}`,
      block({ ...failed, "grpc-status-details-bin": whole }, "\n"),
    ];
    for (const text of odd) {
      const body = frame(TRAILERS, text);
      for (const { mended, alone } of await answered({ headers: TYPE, body })) {
        const rawMessage =
          text.includes("—") && !text.startsWith("x") ? "no book — 42" : "no book 42";
        expect(mended).toMatchObject({ code: 5, rawMessage });
        expect(alone).not.toMatchObject({ code: 5 });
      }
    }
  });

  it("keeps the other trailers of a frame that it mends, but for those that are no headers", async () => {
    const trailers = {
      "X-Shelf": "7: top",
      "x row": "3",
      "grpc-status": "5",
      "grpc-message": "%zz",
    };
    await withServer({ headers: TYPE, body: frame(TRAILERS, block(trailers)) }, async (url) => {
      const answer = await connectFetch()(url, { method: "POST", headers: TYPE, body: "" });
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.readUInt32BE(1)).toBe(bytes.length - 5);
      expect(bytes.subarray(5).toString()).toBe(
        "x-shelf: 7: top\r\ngrpc-status: 5\r\ngrpc-message: %25zz\r\n",
      );
    });
  });

  it.each([
    { "grpc-status": "0" },
    { "grpc-status": "0", "x-shelf": "7" },
    { ...failed, "grpc-status-details-bin": whole },
    // Connect reads it as it is meant: the words of the details.
    { "grpc-status": "5", "grpc-message": "gone", "grpc-status-details-bin": whole },
    {},
  ])("passes trailers that Connect reads byte for byte: %j", async (trailers) => {
    const body = Buffer.concat([book, frame(TRAILERS, block(trailers))]);
    await withServer({ headers: TYPE, body }, async (url) => {
      const answer = await connectFetch()(url, { method: "POST", headers: TYPE, body: "" });
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(body);
    });
    for (const { mended, alone } of await answered({ headers: TYPE, body })) {
      expect(mended).toEqual(alone);
    }
  });

  it("passes headers that Connect reads, the same answer", async () => {
    const headers = { ...TYPE, ...failed, "grpc-status-details-bin": whole };
    await withServer({ headers }, async (url) => {
      let answer: Response | undefined;
      const wrapped = connectFetch(async (...args) => {
        answer = await fetch(...args);
        return answer;
      });
      expect(await wrapped(url, { method: "POST", headers: TYPE, body: "" })).toBe(answer);
    });
  });

  it("lets a grpc-status of 0 be a success in spite of details beside it", async () => {
    const ok = { "grpc-status": "0", "grpc-status-details-bin": whole };
    const inFrame = Buffer.concat([book, frame(TRAILERS, block(ok))]);
    const beside = Buffer.concat([book, frame(TRAILERS, block({ "grpc-status": "0" }))]);
    for (const { mended, alone } of await answered({ headers: TYPE, body: inFrame })) {
      expect(mended).toEqual({ messages: 1 });
      expect(alone).toMatchObject({ code: 5 });
    }
    const headers = { ...TYPE, "grpc-status-details-bin": "*" };
    for (const { mended, alone } of await answered({ headers, body: beside })) {
      expect(mended).toEqual({ messages: 1 });
      expect(alone).toMatchObject({ code: ConnectCode.DataLoss });
    }
  });

  it("lets grpc-status win over the HTTP status and over a page", async () => {
    const headers = { ...TYPE, ...failed, "grpc-status-details-bin": whole };
    for (const answer of [
      { status: 503, headers },
      { status: 503, headers: { ...headers, "content-type": "text/html" }, body: "<p>Bad</p>" },
      { status: 200, headers: { ...headers, "content-type": "text/plain" }, body: "no book" },
    ]) {
      const [unary, stream] = await answered(answer);
      for (const outcome of [unary, stream]) {
        expect(outcome?.mended).toEqual({
          code: 5,
          rawMessage: "no book 42",
          reasons: ["BOOK_MISSING"],
        });
      }
      if (answer.status !== 200) expect(unary?.alone).toMatchObject({ code: 14, reasons: [] });
    }
  });

  it("lets go of a page once the headers have said what failed", async () => {
    let closed = false;
    const listener: RequestListener = (_request, response) => {
      response.on("close", () => {
        closed = true;
      });
      response.writeHead(503, { ...TYPE, ...failed }).write("<p>Bad");
    };
    await withServer(listener, async (url) => {
      const answer = await connectFetch()(url, { method: "POST", headers: TYPE, body: "" });
      expect(answer.headers.get("grpc-status")).toBe("5");
      await vi.waitFor(() => expect(closed).toBe(true));
    });
  });

  it("takes no frame for the last that is cut off", async () => {
    const body = frame(TRAILERS, block(failed)).subarray(0, -1);
    for (const { mended } of await answered({ status: 503, headers: TYPE, body })) {
      expect(mended).toMatchObject({ code: ConnectCode.Unavailable });
    }
  });

  it("hands on messages in JSON as they come", async () => {
    const headers = { "content-type": "application/grpc-web+json" };
    const listener: RequestListener = (_request, response) => {
      response.writeHead(200, headers).write(frame(0, "{}"));
    };
    await withServer(listener, async (url) => {
      const answer = await connectFetch()(url, { method: "POST", headers, body: "" });
      const first = await answer.body?.getReader().read();
      expect(Buffer.from(first?.value ?? [])).toEqual(frame(0, "{}"));
    });
  }, 5_000);

  it("reads the trailers in the last frame of an answer with another HTTP status", async () => {
    const body = frame(TRAILERS, block({ ...failed, "grpc-status-details-bin": whole }));
    for (const { mended, alone } of await answered({ status: 404, headers: TYPE, body })) {
      expect(mended).toEqual({ code: 5, rawMessage: "no book 42", reasons: ["BOOK_MISSING"] });
      expect(alone).toMatchObject({ code: 12, rawMessage: "HTTP 404" });
    }
  });

  it("says of a page with HTTP 200 that it is none of its answers", async () => {
    const page = { headers: { "content-type": "text/html" }, body: "<title>Hotel</title>" };
    for (const { mended, alone } of await answered(page)) {
      expect(mended).toMatchObject({
        code: ConnectCode.Unknown,
        rawMessage: "unsupported content type text/html",
      });
      // As if the caller's arguments were wrong.
      expect(alone).toMatchObject({ code: ConnectCode.InvalidArgument });
    }
  });

  it("takes the HTTP status where grpc-status says that all is well", async () => {
    const headers = { ...TYPE, "grpc-status": "0" };
    for (const { mended } of await answered({ status: 503, headers })) {
      expect(mended).toMatchObject({ code: ConnectCode.Unavailable, rawMessage: "HTTP 503" });
    }
  });

  it("takes frames for what they are under a type that says nothing, or the wrong thing", async () => {
    const body = Buffer.concat([book, frame(TRAILERS, block({ "grpc-status": "0" }))]);
    for (const type of ["application/octet-stream", "application/grpc-web+json", "text/plain"]) {
      const headers = { "content-type": type };
      for (const { mended } of await answered({ headers, body })) {
        expect(mended).toEqual({ messages: 1 });
      }
    }
  });
});
