import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  HelpSchema,
  RequestInfoSchema,
  RetryInfoSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import { RpcError } from "../../../src/error/rpc-error.js";
import { fiveDetails, fiveMessages } from "../../fixtures/five-details.js";
import { BookSchema, book } from "../../fixtures/library-details.js";
import { callAndFail, connectErrorFrom, type Protocol } from "../../fixtures/real-connect-error.js";

const protocols: Protocol[] = ["connect", "grpc", "grpc-web"];
const outgoing = [
  { desc: BadRequestSchema, value: fiveMessages[0] },
  { desc: ErrorInfoSchema, value: fiveMessages[1] },
  { desc: RetryInfoSchema, value: fiveMessages[2] },
  { desc: RequestInfoSchema, value: fiveMessages[3] },
  { desc: HelpSchema, value: fiveMessages[4] },
];

describe("RpcError.from of a ConnectError", () => {
  it.each(protocols)("gives what a real server sent over %s", async (protocol) => {
    const cause = await connectErrorFrom(protocol, () => {
      const metadata = { "x-request-id": "id-1" };
      throw new ConnectError(fiveDetails.message, ConnectCode.InvalidArgument, metadata, outgoing);
    });
    const error = RpcError.from(cause);
    expect(error).toMatchObject({
      code: 3,
      message: fiveDetails.message,
      origin: "server",
      via: protocol,
      cause,
    });
    expect(error.details.map(({ value }) => value)).toEqual(fiveMessages);
    expect(error.requestIds).toContain("id-1");
    expect(error.problems).toEqual([]);
  });

  it.each(protocols)("finds its own deadline over %s local", async (protocol) => {
    const cause = await connectErrorFrom(protocol, () => new Promise(() => {}), { timeoutMs: 50 });
    expect(RpcError.from(cause)).toMatchObject({ code: 4, origin: "local" });
  });

  it.each(protocols)("finds its own cancellation over %s local", async (protocol) => {
    const cause = await connectErrorFrom(protocol, () => new Promise(() => {}), {
      signal: AbortSignal.timeout(50),
    });
    const error = RpcError.from(cause);
    expect([1, 4]).toContain(error.code);
    expect(error.origin).toBe("local");
  });

  it.each(protocols)("finds a refused connection over %s in the transport", async (protocol) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(RpcError.from(await callAndFail(protocol, port))).toMatchObject({
      code: 14,
      origin: "transport",
    });
  });

  describe("made here", () => {
    it("keeps outgoing details, custom ones included", () => {
      const details = [...outgoing, { desc: BookSchema, value: { id: "42" } }];
      const error = RpcError.from(new ConnectError("m", ConnectCode.NotFound, undefined, details));
      expect(error).toMatchObject({ code: 5, message: "m", problems: [] });
      expect(error.details.slice(0, 5).map(({ value }) => value)).toEqual(fiveMessages);
      expect(error.find(BookSchema)?.id).toBe("42");
    });

    it("keeps incoming details of unknown types and of type URLs where a name belongs", () => {
      const cause = new ConnectError("m", ConnectCode.NotFound);
      cause.details.push(
        { type: "x.Unknown", value: new Uint8Array([9]) },
        {
          type: "type.googleapis.com/google.rpc.ErrorInfo",
          value: new Uint8Array([0x0a, 1, 0x52]),
        },
      );
      const error = RpcError.from(cause);
      expect(error.details[0]).toMatchObject({ type: "x.Unknown", bytes: new Uint8Array([9]) });
      expect(error.reason).toBe("R");
    });

    it.each([
      [
        "a value that its schema cannot be made of",
        { desc: BadRequestSchema, value: { fieldViolations: [null] } },
      ],
      ["null", null],
      ["text", "detail"],
      ["a type without bytes", { type: "x.Y", value: "AQI=" }],
      [
        "a getter that throws",
        {
          get type(): string {
            throw new Error("boom");
          },
        },
      ],
    ])("keeps code, message and the other details beside %s", (_, wrong) => {
      const cause = new ConnectError("kept", ConnectCode.NotFound, undefined, [
        { desc: BookSchema, value: book },
      ]);
      (cause.details as unknown[]).unshift(wrong);
      const error = RpcError.from(cause);
      expect(error).toMatchObject({ code: 5, message: "kept" });
      expect(error.find(BookSchema)).toEqual(book);
      expect(error.problems.length).toBeGreaterThan(0);
    });

    it.each([0, 99, -1, 1.5, Number.NaN])(
      "reads the code %d, which the wire can bring, as UNKNOWN with a problem",
      (code) => {
        const error = RpcError.from(new ConnectError("m", code as ConnectCode));
        expect(error).toMatchObject({ code: 2, message: "m" });
        expect(error.problems.map(({ kind }) => kind)).toEqual(["grpc-status"]);
      },
    );

    it.each(
      Object.entries(ConnectCode).filter(
        (entry): entry is [string, ConnectCode] => typeof entry[1] === "number",
      ),
    )("keeps the code %s", (_, code) => {
      expect(RpcError.from(new ConnectError("m", code)).code).toBe(code);
    });
  });
});

describe("RpcError.from of Connect's answer to a server that is none", () => {
  const server = createServer((_, response) =>
    response.writeHead(503, { "content-type": "text/html" }).end("<h1>down</h1>"),
  );
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => void server.close());

  it("finds the HTTP status in the transport", async () => {
    const { createConnectTransport } = await import("@connectrpc/connect-node");
    const { createClient } = await import("@connectrpc/connect");
    const { LibraryService } = await import("../../../gen/example/library/v1/library_pb.js");
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createClient(
      LibraryService,
      createConnectTransport({ baseUrl, httpVersion: "1.1" }),
    );
    const cause = await client.getBook({}).catch((error: unknown) => error);
    expect(RpcError.from(cause)).toMatchObject({
      code: 14,
      httpStatus: 503,
      origin: "transport",
      cause,
    });
  });
});
