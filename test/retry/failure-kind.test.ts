import { once } from "node:events";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { ConnectError } from "@connectrpc/connect";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { RetryInfoSchema, RpcError } from "../../src/entry/index.js";
import { findFailure } from "../../src/retry/failure-kind.js";
import type { AdviceOptions } from "../../src/retry/retry-advice.js";
import { withHttp2Server } from "../fixtures/http2-server.js";
import { callAndFail as callConnect } from "../fixtures/real-connect-error.js";
import { callAndFail, serviceErrorFrom } from "../fixtures/real-service-error.js";
import { answered, systemError } from "./advice-cases.js";
import { SELF_SIGNED } from "./self-signed.js";

const kindOf = (error: unknown, options: AdviceOptions = {}) =>
  findFailure(RpcError.from(error), options).kind;

const fetchError = (url: string) =>
  fetch(url).then(
    () => undefined,
    (error: unknown) => error,
  );

/** A port of localhost where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createNetServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A TLS server with a certificate that nobody trusts. */
async function withTlsServer<T>(use: (port: number) => Promise<T>): Promise<T> {
  const server = createTlsServer({ ...SELF_SIGNED, ALPNProtocols: ["h2", "http/1.1"] });
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

describe("findFailure", () => {
  it("knows a call that found nobody to connect to, over every transport", async () => {
    const port = await closedPort();
    expect(kindOf(await callAndFail(port))).toBe("not-sent");
    for (const protocol of ["connect", "grpc", "grpc-web"] as const) {
      expect(kindOf(await callConnect(protocol, port))).toBe("not-sent");
    }
    expect(kindOf(await fetchError(`http://127.0.0.1:${port}/`))).toBe("not-sent");
  });

  it("knows a stream that the server refused unseen", async () => {
    const refuse = (stream: { close(code: number): void }) => stream.close(7);
    await withHttp2Server(refuse, async (port) => {
      expect(kindOf(await callAndFail(port))).toBe("not-sent");
      for (const protocol of ["connect", "grpc", "grpc-web"] as const) {
        expect(kindOf(await callConnect(protocol, port))).toBe("not-sent");
      }
    });
  });

  it("does not take a connection that broke for one that never was", async () => {
    const server = createNetServer((socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(kindOf(await fetchError(`http://127.0.0.1:${port}/`))).toBe("ordinary");
    server.close();
  });

  it.each(["ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT"])(
    "takes %s for unsent while connecting alone",
    (code) => {
      expect(kindOf(systemError(code, { syscall: "connect" }))).toBe("not-sent");
      expect(kindOf(systemError(code, { syscall: "read" }))).toBe("ordinary");
    },
  );

  it("asks every address of a host", () => {
    const refused = systemError("ECONNREFUSED");
    const reset = systemError("ECONNRESET", { syscall: "read" });
    const both = (...errors: Error[]) =>
      new TypeError("fetch failed", {
        cause: Object.assign(new AggregateError(errors), { code: "ECONNREFUSED" }),
      });
    expect(kindOf(both(refused, refused))).toBe("not-sent");
    expect(kindOf(both(refused, reset))).toBe("ordinary");
    expect(kindOf(systemError("ECONNREFUSED", { errors: [] }))).toBe("not-sent");
  });

  it.each(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT", "EHOSTUNREACH"])(
    "takes %s for unsent, however deep it is hidden",
    (code) => {
      const cause = new Error("no answer", { cause: systemError(code) });
      expect(kindOf(new TypeError("fetch failed", { cause }))).toBe("not-sent");
    },
  );

  it("knows how grpc-js words a name that nobody knows", () => {
    const details = "Name resolution failed for target dns:library.invalid";
    expect(kindOf({ code: 14, details, metadata: {} })).toBe("not-sent");
  });

  it("reads what somebody printed", () => {
    expect(kindOf("Error: connect ECONNREFUSED 127.0.0.1:443")).toBe("not-sent");
    expect(kindOf("Error: read ECONNRESET")).toBe("ordinary");
  });

  it("believes its caller more than the error", () => {
    expect(kindOf(systemError("ECONNREFUSED"), { sent: true })).toBe("ordinary");
    expect(kindOf(answered("UNAVAILABLE", "m"), { sent: false })).toBe("not-sent");
  });

  it("does not take a server's words for what happened here", () => {
    const words = "No connection established. Last error: certificate has expired";
    expect(kindOf(answered("UNAVAILABLE", words))).toBe("ordinary");
    expect(kindOf(answered("UNAVAILABLE", "ECONNREFUSED"))).toBe("ordinary");
  });

  it.each(["ECONNREFUSED", "CERT_HAS_EXPIRED"])(
    "does not take %s behind a server's answer for what happened to the call",
    (code) => {
      const answer = { code: 14, details: "m", metadata: { "content-type": "application/grpc" } };
      const error = new Error("14 UNAVAILABLE: m", { cause: systemError(code) });
      expect(kindOf(Object.assign(error, answer))).toBe("ordinary");
    },
  );

  it("knows a certificate that is not trusted, over fetch and grpc-js", async () => {
    await withTlsServer(async (port) => {
      expect(kindOf(await fetchError(`https://127.0.0.1:${port}/`))).toBe("certificate");
      const client = new Client(`127.0.0.1:${port}`, credentials.createSsl(), {
        "grpc.ssl_target_name_override": "library.example",
      });
      const identity = (bytes: Buffer) => bytes;
      const error = await new Promise<ServiceError | null>((resolve) => {
        client.makeUnaryRequest("/a.B/C", identity, identity, Buffer.alloc(0), resolve);
      });
      client.close();
      expect(kindOf(error)).toBe("certificate");
    });
  });

  it.each([
    "CERT_HAS_EXPIRED",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
    "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
  ])("knows %s, however deep it is hidden", (code) => {
    const cause = new AggregateError([new Error("inner", { cause: systemError(code) })]);
    expect(kindOf(new TypeError("fetch failed", { cause }))).toBe("certificate");
  });

  it("knows a message that is larger than a real peer of grpc-js takes", async () => {
    const error = await serviceErrorFrom((_call, callback) => callback(null, Buffer.alloc(5e6)));
    expect(kindOf(error)).toBe("message-too-large");
  });

  it.each([
    "Sent message larger than max (5000000 vs. 4194304)",
    "Attempted to send message with a size larger than 4194304",
    "Received message that decompresses to a size larger than 4194304",
    "grpc: received message larger than max (5000000 vs. 4194304)",
    "trying to send message larger than max (5000000 vs. 4194304)",
    "grpc: received message after decompression larger than max 4194304",
    "CLIENT: Received message larger than max (5000000 vs. 4194304)",
    "gRPC message exceeds maximum size 4194304: 5000000",
    "Decompressed gRPC message exceeds maximum size 4194304",
    "Received message exceeds the maximum configured message size.",
    "message size 5000000 is larger than configured readMaxBytes 4194304",
    "message size is larger than configured readMaxBytes 4194304",
  ])("knows it in the words %j", (message) => {
    expect(kindOf(answered("RESOURCE_EXHAUSTED", message))).toBe("message-too-large");
    expect(kindOf(answered("INTERNAL", message))).toBe("ordinary");
  });

  it.each([
    ['conflicting operation "c9qabc-1" detected', "c9qabc-1"],
    ["Conflicting operation c9qabc_1 detected", "c9qabc_1"],
    ["mdb: Conflicting operation a detected.", "a"],
  ])("reads the operation in %j", (message, operationId) => {
    for (const code of ["FAILED_PRECONDITION", "ABORTED", "UNAVAILABLE"] as const) {
      const failure = findFailure(answered(code, message), {});
      expect(failure).toEqual({ kind: "operation-conflict", operationId });
    }
  });

  it.each([
    "conflicting operation detected",
    'conflicting operation "" detected',
    'conflicting operation "a/../b" detected',
    `conflicting operation ${"a".repeat(65)} detected`,
    `conflicting operation "${"a".repeat(65)}" detected`,
    "a conflicting operation runs",
  ])("reads none in %j", (message) => {
    expect(kindOf(answered("ABORTED", message))).toBe("ordinary");
  });

  it("knows what this process threw itself", () => {
    expect(kindOf(new TypeError("x is not a function"))).toBe("thrown-here");
    const misfit = { code: 13, details: "Request message serialization failure: x", metadata: {} };
    expect(kindOf(misfit)).toBe("thrown-here");
    expect(kindOf(new RpcError("UNKNOWN", "made on purpose"))).toBe("ordinary");
    const outgoingDetails = [{ desc: RetryInfoSchema, value: {} }];
    const fake = new ConnectError("made on purpose", 2, undefined, outgoingDetails);
    expect(kindOf(fake)).toBe("ordinary");
    expect(kindOf(new ConnectError("m", 2))).toBe("thrown-here");
    expect(kindOf(answered("UNKNOWN", "of a server"))).toBe("ordinary");
  });

  it("knows the deadline and the cancellation of a real caller from those of a server", async () => {
    const late = await serviceErrorFrom(() => {}, { deadline: Date.now() + 50 });
    expect(kindOf(late)).toBe("caller-ended");
    expect(kindOf(late, { attemptTimedOut: true })).toBe("attempt-timed-out");
    const fromServer = await serviceErrorFrom((_call, callback) =>
      callback({ code: 4, details: "too slow" }),
    );
    expect(kindOf(fromServer)).toBe("ordinary");
    expect(kindOf(fromServer, { attemptTimedOut: true })).toBe("attempt-timed-out");
    expect(kindOf(answered("CANCELLED", "m"), { attemptTimedOut: true })).toBe("ordinary");
  });
});
