import { describe, expect, it } from "vitest";
import { clientInterceptor, connectFetch, retryInterceptor } from "../../../src/entry/connect.js";
import { FakeClock } from "../../operation/fake-clock.js";
import { CALLS, callWeb, frame, withServer } from "../web-calls.js";

/** What a gateway in front of the server says while it is busy. */
const BUSY = JSON.stringify({
  error: {
    code: 503,
    status: "UNAVAILABLE",
    message: "busy",
    details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "3s" }],
  },
});

/** What the library answers at last, without any book: an empty message, where the call is a stream none. */
const ANSWERS = {
  "connect+json unary": { type: "application/json", body: "{}" },
  "connect+json stream": { type: "application/connect+json", body: frame(2, "{}") },
  "connect+proto unary": { type: "application/proto", body: "" },
  "connect+proto stream": { type: "application/connect+proto", body: frame(2, "{}") },
  "grpc-web unary": {
    type: "application/grpc-web+proto",
    body: Buffer.concat([frame(0, ""), frame(0x80, "grpc-status: 0\r\n")]),
  },
  "grpc-web stream": {
    type: "application/grpc-web+proto",
    body: frame(0x80, "grpc-status: 0\r\n"),
  },
};

describe("retryInterceptor with the transports of connect-web", () => {
  it.each(CALLS)(
    "obeys a gateway that connectFetch reads, in a $kind call of $protocol",
    async (call) => {
      const clock = new FakeClock();
      const attempts: (string | undefined)[] = [];
      const outcome = await withServer(
        (request, response) => {
          const { "grpc-previous-rpc-attempts": count } = request.headers;
          attempts.push(count as string | undefined);
          request.resume();
          if (attempts.length < 3) {
            response.writeHead(503, { "content-type": "application/json" }).end(BUSY);
            return;
          }
          const { type, body } = ANSWERS[`${call.protocol} ${call.kind}`];
          response.writeHead(200, { "content-type": type }).end(body);
        },
        (baseUrl) =>
          callWeb(baseUrl, call, {
            fetch: connectFetch(),
            interceptors: [retryInterceptor({ clock, random: () => 0 }), clientInterceptor()],
          }),
      );
      expect(outcome.error).toBeUndefined();
      expect(outcome.messages).toHaveLength(call.kind === "unary" ? 1 : 0);
      expect(clock.pauses).toEqual([3_000, 3_000]);
      expect(attempts).toEqual([undefined, "1", "2"]);
    },
  );

  it("repeats a call over GET as a call over GET", async () => {
    const requests: string[] = [];
    const outcome = await withServer(
      (request, response) => {
        requests.push(`${request.method} ${request.url}`);
        const headers = { "content-type": "application/json", "retry-after": "1" };
        if (requests.length === 1) response.writeHead(503, headers).end('{"code":"unavailable"}');
        else response.writeHead(200, { "content-type": "application/json" }).end("{}");
      },
      (baseUrl) =>
        callWeb(
          baseUrl,
          { protocol: "connect+json", kind: "unary" },
          {
            useHttpGet: true,
            interceptors: [retryInterceptor({ clock: new FakeClock() }), clientInterceptor()],
          },
        ),
    );
    expect(outcome.messages).toHaveLength(1);
    expect(requests).toHaveLength(2);
    expect(requests[0]).toMatch(/^GET .*\?connect=v1/);
    expect(requests[1]).toBe(requests[0]);
  });
});
