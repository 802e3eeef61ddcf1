import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { describe, expect, it } from "vitest";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { ErrorInfoSchema, RetryInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { transportFor, WIRES, withLibrary } from "../connect/library-server.js";
import { badGatewayPage } from "./bodies.js";
import { type Decoded, expectDecoded } from "./expect-decoded.js";
import { answer, failureOf, freePort, rejection } from "./serve.js";

/** What a service throws, with an id in its headers. */
const lent = () =>
  new ConnectError("book 42 is lent", Code.FailedPrecondition, { "x-request-id": "req-1" }, [
    { desc: ErrorInfoSchema, value: { reason: "BOOK_LENT", domain: "library.example" } },
    { desc: RetryInfoSchema, value: { retryDelay: { seconds: 1n, nanos: 500_000_000 } } },
  ]);

const decoded = (wire: string): Decoded => ({
  code: "FAILED_PRECONDITION",
  message: "book 42 is lent",
  origin: "server",
  via: wire.replace(/\/.*/, "") as Decoded["via"],
  reason: "BOOK_LENT",
  retryDelayMs: 1500,
  requestIds: ["req-1"],
  details: ["google.rpc.ErrorInfo", "google.rpc.RetryInfo"],
});

describe("RpcError.from of a ConnectError of connect-node", () => {
  it.each(WIRES)("reads the error of a unary call over %s", async (wire) => {
    const implementation = {
      getBook: () => {
        throw lent();
      },
    };
    const cause = await withLibrary(wire, implementation, (_, client) =>
      rejection(client.getBook({})),
    );
    expect(cause).toBeInstanceOf(ConnectError);
    expectDecoded(cause, decoded(wire));
  });

  it.each(WIRES)("reads the error of a stream after its messages over %s", async (wire) => {
    const implementation = {
      async *listBooks() {
        yield {};
        throw lent();
      },
    };
    const received: unknown[] = [];
    const cause = await withLibrary(wire, implementation, (_, client) =>
      rejection(
        (async () => {
          for await (const message of client.listBooks({})) received.push(message);
        })(),
      ),
    );
    expect(received).toHaveLength(1);
    expectDecoded(cause, decoded(wire));
  });

  it.each(WIRES)("finds a refused connection over %s", async (wire) => {
    const transport = transportFor(wire, `http://127.0.0.1:${await freePort()}`, []);
    const cause = await rejection(createClient(LibraryService, transport).getBook({}));
    expectDecoded(cause, {
      code: "UNAVAILABLE",
      message: expect.stringContaining("ECONNREFUSED"),
      origin: "transport",
      via: "local",
    });
  });

  it.each([
    ["a proxy's HTML", answer(502, badGatewayPage, { "content-type": "text/html" }), "UNAVAILABLE"],
    ["a proxy's text", answer(404, "no route", { "content-type": "text/plain" }), "UNIMPLEMENTED"],
  ] as const)("goes by the HTTP status of %s", async (_, listener, code) => {
    const cause = await failureOf(listener, (baseUrl) =>
      createClient(LibraryService, createConnectTransport({ baseUrl, httpVersion: "1.1" })).getBook(
        {},
      ),
    );
    const httpStatus = code === "UNAVAILABLE" ? 502 : 404;
    expectDecoded(cause, {
      code,
      message: `HTTP ${httpStatus}`,
      origin: "transport",
      via: "connect",
      httpStatus,
    });
  });
});
