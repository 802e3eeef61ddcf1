import type { RequestListener } from "node:http";
import { ConnectError } from "@connectrpc/connect";
import { describe, expect, it, vi } from "vitest";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { connectFetch } from "../../src/entry/connect.js";
import { Code } from "../../src/entry/index.js";
import { encodeBase64 } from "../../src/wire/base64.js";
import { infoBytes } from "../fixtures/info-bytes.js";
import { callWeb, withServer } from "./web-calls.js";

const JSON_TYPE = { "content-type": "application/json" };
const UNARY = { protocol: "connect+json", kind: "unary" } as const;
const INIT = {
  method: "POST",
  headers: { ...JSON_TYPE, "connect-protocol-version": "1" },
  body: "{}",
};

const value = encodeBase64(infoBytes("BOOK_MISSING"));
const good = { type: "google.rpc.ErrorInfo", value, debug: { reason: "BOOK_MISSING" } };

/** Makes a unary call that is answered so, with `connectFetch` and with connect-web alone. */
async function answered(body: string | object, status = 404, headers: object = JSON_TYPE) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return await withServer({ status, headers: { ...headers }, body: text }, async (url) => ({
    mended: await callWeb(url, UNARY, { fetch: connectFetch() }),
    alone: await callWeb(url, UNARY, {}),
    raw: await connectFetch()(url, INIT),
  }));
}

function reasonsIn(error: unknown): string[] {
  return (error as ConnectError).findDetails(ErrorInfoSchema).map(({ reason }) => reason);
}

/** What a server of Connect's may get wrong, and what connect-web then loses. */
const FAULTS = [
  { name: "cancelled with two l", body: { code: "cancelled" }, code: Code.CANCELLED },
  { name: "a code in upper case", body: { code: "FAILED_PRECONDITION" }, code: 9 },
  { name: "a code as a number", body: { code: 9 }, code: 9 },
  {
    name: "a type with the prefix of a URL",
    body: { code: "not_found", details: [{ ...good, type: `type.googleapis.com/${good.type}` }] },
    code: 5,
  },
  {
    name: "a detail that is no base64 among others",
    body: { code: "not_found", details: [{ type: "library.Shelf", value: "*" }, good] },
    code: 5,
  },
  {
    name: "a detail without its bytes",
    body: { code: "not_found", details: [{ type: good.type, debug: good.debug }] },
    code: 5,
  },
  { name: "a null among the details", body: { code: "not_found", details: [null, good] }, code: 5 },
  { name: "details that are no list", body: { code: "not_found", details: good }, code: 5 },
];

describe("connectFetch, for unary calls over the Connect protocol", () => {
  it.each(FAULTS)("mends $name", async ({ body, code }) => {
    const expected = "details" in body ? ["BOOK_MISSING"] : [];
    const { mended, alone } = await answered({ message: "no book 42", ...body });
    expect(mended.error).toMatchObject({ code, rawMessage: "no book 42" });
    expect(reasonsIn(mended.error)).toEqual(expected);
    const { code: codeAlone, rawMessage } = alone.error as ConnectError;
    const found = { code: codeAlone, rawMessage, reasons: reasonsIn(alone.error) };
    expect(found).not.toEqual({ code, rawMessage: "no book 42", reasons: expected });
  });

  it("mends a message that is no string", async () => {
    const { mended } = await answered({ code: "not_found", message: 42, details: [good] });
    expect(mended.error).toMatchObject({ code: Code.NOT_FOUND });
    expect(reasonsIn(mended.error)).toEqual(["BOOK_MISSING"]);
  });

  it.each([
    '{ "code" : "not_found",\n "message":"n\\u006f book", "details":[] }',
    `{"details":[{"debug":7,"value":"${value}","type":"google.rpc.ErrorInfo","more":[]}],"code":"not_found"}`,
    '{"code":"canceled","message":null,"details":null}',
  ])("passes a proper error byte for byte: %s", async (body) => {
    const { raw } = await answered(body, 404, { ...JSON_TYPE, "x-request-id": "7d0c" });
    expect(raw.status).toBe(404);
    expect(raw.headers.get("content-length")).toBe(String(body.length));
    expect(raw.headers.get("x-request-id")).toBe("7d0c");
    await expect(raw.text()).resolves.toBe(body);
  });

  it("brings a proper error through under a type or a status that Connect does not read", async () => {
    const body = JSON.stringify({ code: "not_found", message: "no book 42", details: [good] });
    for (const [status, type] of [
      [404, "text/plain"],
      [404, "application/json; charset=utf-8; v=1"],
      [200, "application/json"],
    ] as const) {
      const { mended, alone } = await answered(body, status, { "content-type": type });
      expect(mended.error).toMatchObject({ code: Code.NOT_FOUND, rawMessage: "no book 42" });
      expect((mended.error as ConnectError).details).toMatchObject([{ debug: good.debug }]);
      expect(alone.error).not.toMatchObject({ rawMessage: "no book 42" });
    }
  });

  it.each([
    { error: { code: 404, message: "no book 42", status: "NOT_FOUND" } },
    [{ error: { code: 404, message: "no book 42", status: "NOT_FOUND" } }],
    { code: 5, message: "no book 42", details: [] },
    { error: "no book 42", code: 5, message: "no book 42" },
    { error: { grpcCode: 5, httpCode: 404, message: "no book 42", details: [] } },
    { error_code: "NOT_FOUND", error_message: "no book 42" },
  ])("finds the error in an answer with HTTP 200: %j", async (body) => {
    const { mended, alone } = await answered(body, 200);
    expect(mended.error).toMatchObject({ code: Code.NOT_FOUND, rawMessage: "no book 42" });
    // connect-web alone hands over an empty message, or trips over the list.
    if (!Array.isArray(body)) expect(alone).toMatchObject({ messages: [{}] });
  });

  it.each([
    { book: { id: "42", title: "error and code" } },
    // Messages that speak of failures, and are what the caller asked for.
    { id: "op1", done: true, error: { code: 5, message: "no book 42" } },
    { name: "operations/1", done: true, error: { code: 5, message: "gone", details: [] } },
    { error: { code: 5, message: "no book 42", details: [] } },
    { error: { message: "no book 42" } },
    { error: { code: 404, message: "no book 42" } },
    { code: 5, message: "second floor" },
    { code: "B5", message: "second floor" },
    { code: 0, message: "", details: [] },
    {},
  ])("takes a message of the caller's for no error: %j", async (body) => {
    const { mended, raw } = await answered(body, 200);
    expect(mended.error).toBeUndefined();
    await expect(raw.json()).resolves.toEqual(body);
  });

  it("passes a binary message unread, whatever it looks like", async () => {
    const headers = { "content-type": "application/proto" };
    const body = '{"error":{"code":404,"message":"no book 42","status":"NOT_FOUND"}}';
    await withServer({ headers, body }, async (url) => {
      let answer: Response | undefined;
      const wrapped = connectFetch(async (...args) => {
        answer = await fetch(...args);
        return answer;
      });
      const init = { ...INIT, headers: { ...INIT.headers, ...headers } };
      expect(await wrapped(url, init)).toBe(answer);
    });
  });

  it("finds an error with HTTP 200 where a binary message was awaited", async () => {
    const body = JSON.stringify({ code: "not_found", message: "no book 42", details: [good] });
    await withServer({ headers: JSON_TYPE, body }, async (url) => {
      const call = { protocol: "connect+proto", kind: "unary" } as const;
      const { error } = await callWeb(url, call, { fetch: connectFetch() });
      expect(error).toMatchObject({ code: Code.NOT_FOUND, rawMessage: "no book 42" });
    });
  });

  it("does not hold back a long answer, be its length told or not", async () => {
    const half = "x".repeat(100_000);
    const ends: (() => void)[] = [];
    const listener: RequestListener = ({ url }, response) => {
      const length = url === "/told" ? { "content-length": 2 * half.length } : {};
      response.writeHead(200, { ...JSON_TYPE, ...length }).write(half);
      ends.push(() => response.end(half));
    };
    await withServer(listener, async (url) => {
      for (const path of ["/told", "/untold"]) {
        let sent: Response | undefined;
        const wrapped = connectFetch(async (...args) => {
          sent = await fetch(...args);
          return sent;
        });
        const answer = await wrapped(`${url}${path}`, INIT);
        expect(answer === sent).toBe(path === "/told");
        ends.pop()?.();
        await expect(answer.text()).resolves.toBe(half + half);
      }
    });
  });

  it("lets go of a long answer that nobody reads to its end", async () => {
    let closed = false;
    const listener: RequestListener = (_request, response) => {
      response.on("close", () => {
        closed = true;
      });
      response.writeHead(200, JSON_TYPE).write("x".repeat(100_000));
    };
    await withServer(listener, async (url) => {
      const answer = await connectFetch()(url, INIT);
      await answer.body?.cancel();
      await vi.waitFor(() => expect(closed).toBe(true));
    });
  });

  it("leaves an answer of the wrong type that says nothing of a failure to Connect", async () => {
    const page = "<title>Welcome to the hotel</title>";
    const { mended, alone, raw } = await answered(page, 200, { "content-type": "text/html" });
    expect(mended.error).toBeInstanceOf(ConnectError);
    expect(mended.error).toMatchObject({ message: (alone.error as ConnectError).message });
    await expect(raw.text()).resolves.toBe(page);
  });

  it("survives a status that has no body, and one that no Response may have", async () => {
    const empty = await answered("", 204, {});
    expect(empty.mended.error).toMatchObject({ message: "[unknown] HTTP 204" });
    const odd = await answered({ code: "not_found", message: "no book 42" }, 799);
    expect(odd.mended.error).toMatchObject({ code: Code.NOT_FOUND, rawMessage: "no book 42" });
  });
});
