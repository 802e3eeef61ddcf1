import type { RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { describe, expect, it } from "vitest";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { MAX_INPUT_BYTES } from "../../src/cli/read-input.js";
import { toConnectError } from "../../src/connect/to-connect-error.js";
import { richError } from "../fixtures/rich-error.js";
import { curlOutput } from "./curl-output.js";
import { decoded, invoke } from "./invoke.js";

const NOT_FOUND = { error: { code: 404, message: "no such book", status: "NOT_FOUND" } };

const notFound: RequestListener = (_request, response) => {
  response.writeHead(404, { "content-type": "application/json", "x-request-id": "id-7" });
  response.end(JSON.stringify(NOT_FOUND));
};

const badGateway: RequestListener = (_request, response) => {
  response.writeHead(502, { "content-type": "text/html" });
  response.end("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n");
};

const CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
const REDIRECT = "HTTP/1.1 302 Found\r\nlocation: /books/42\r\n\r\n";
const PROXY = "HTTP/1.1 200 Connection established\r\n\r\n";

const found = {
  codeName: "NOT_FOUND",
  message: "no such book",
  httpStatus: 404,
  requestIds: ["id-7"],
  dialect: "aip-193",
  form: "http",
};

describe("rpc-status decode, of an answer over HTTP", () => {
  it.each(["include", "verbose"] as const)("reads what curl prints: %s", async (style) => {
    const output = await curlOutput(notFound);
    expect(await decoded(output[style])).toMatchObject([found]);
  });

  it.each([
    ["100 Continue", CONTINUE],
    ["a redirect", REDIRECT],
    ["the answer of a proxy", PROXY],
    ["all of them", PROXY + CONTINUE + REDIRECT],
    ["the request, as HTTPie prints it", "GET /books/42 HTTP/1.1\r\nHost: localhost\r\n\r\n\r\n"],
  ])("passes over %s", async (_title, before) => {
    const { include } = await curlOutput(notFound);
    expect(await decoded(Buffer.concat([Buffer.from(before), include]))).toMatchObject([found]);
  });

  it("passes over the answers before the last in verbose output", async () => {
    const redirect = '< HTTP/1.1 302 Found\r\n< x-request-id: old\r\n< \r\n{"code":7}\n';
    const { verbose } = await curlOutput(notFound);
    const all = Buffer.concat([Buffer.from(redirect), verbose]);
    expect(await decoded(all)).toMatchObject([found]);
  });

  it("reads headers that are printed twice, for -i together with -v", async () => {
    for (const [listener, error] of [
      [notFound, found],
      [badGateway, { codeName: "UNAVAILABLE", dialect: "html", message: "502 Bad Gateway" }],
    ] as const) {
      const { include, verbose } = await curlOutput(listener);
      const headersOnly = verbose.subarray(0, verbose.indexOf("{ ["));
      expect(await decoded(Buffer.concat([headersOnly, include]))).toMatchObject([error]);
    }
  });

  it("takes the last of two answers, though a body without a line break goes before it", async () => {
    const [first, second] = await Promise.all([curlOutput(notFound), curlOutput(badGateway)]);
    const both = Buffer.concat([first.include, second.include]);
    expect(await decoded(both)).toMatchObject([
      { codeName: "UNAVAILABLE", httpStatus: 502, dialect: "html", message: "502 Bad Gateway" },
    ]);
  });

  it("does not take curl's own words and its meter for the body", async () => {
    const { verbose } = await curlOutput((_request, response) => {
      response.writeHead(503);
      response.end("try again later");
    });
    const meter = "  % Total    % Received\r\n100    63    0 --:--:-- --:--:-- --:--:-- 63000\n";
    const text = Buffer.concat([verbose.subarray(0, verbose.indexOf("{ [")), Buffer.from(meter)]);
    const rest = verbose.subarray(verbose.indexOf("{ ["));
    expect(await decoded(Buffer.concat([text, rest]))).toMatchObject([
      { codeName: "UNAVAILABLE", message: "try again later", dialect: "text" },
    ]);
  });

  it("reads the header lines that wget indents", async () => {
    const indented =
      "  HTTP/1.1 503 Service Unavailable\n  Content-Type: text/plain\n  X-Request-Id: w\n";
    expect(await decoded(indented)).toMatchObject([
      { codeName: "UNAVAILABLE", httpStatus: 503, requestIds: ["w"] },
    ]);
  });

  it("reads a status line alone", async () => {
    expect(await decoded("HTTP/2 429\n")).toMatchObject([
      { codeName: "UNAVAILABLE", httpStatus: 429, origin: "transport" },
    ]);
  });

  it("reads a header in UTF-8", async () => {
    const answer = "HTTP/1.1 500 X\r\ngrpc-status: 5\r\nx-request-id: книга\r\n\r\n";
    expect(await decoded(answer)).toMatchObject([{ code: 5, requestIds: ["книга"] }]);
  });

  it.each([
    ["a body", '{"book":{"id":"42"}}'],
    [
      "a body that tells of errors",
      '{"log":[{"text":"rpc error: code = NotFound desc = no book"}]}',
    ],
    ["lines that tell of errors", "5 NOT_FOUND: no book\nrpc error: code = Aborted desc = again\n"],
  ])("finds no error in a success with %s, and says so", async (_title, body) => {
    const { include } = await curlOutput((_request, response) => response.end(body));
    const { exitCode, stdout, stderr } = await invoke(["decode"], include);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("HTTP 200");
  });

  it("finds the error far down in a stream that began with 200, and keeps the headers", async () => {
    const { include } = await curlOutput((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "x-request-id": "s" });
      for (let n = 0; n < 5_000; n++) response.write(`data: {"result":{"text":"part ${n}"}}\n\n`);
      response.end(
        `data: ${JSON.stringify({ error: { ...NOT_FOUND.error, message: "late" } })}\n\n`,
      );
    });
    expect(await decoded(include)).toMatchObject([
      { codeName: "NOT_FOUND", message: "late", requestIds: ["s"] },
    ]);
  });

  it("reads the trailers of gRPC, which curl prints below the body", async () => {
    const head = "HTTP/2 200 \r\ncontent-type: application/grpc+proto\r\nx-request-id: h\r\n\r\n";
    const trailers = "grpc-status: 5\r\ngrpc-message: no%20book\r\n\r\n";
    const lines = `${head}${trailers}`.trimEnd().split("\r\n");
    const verbose = lines.map((line) => `< ${line}\r\n`).join("");
    for (const output of [head + trailers, `${head}\0\0\0\0\0\n${trailers}`, verbose]) {
      expect(await decoded(output)).toMatchObject([
        { codeName: "NOT_FOUND", message: "no book", via: "grpc", requestIds: ["h"] },
      ]);
    }
  });

  it("decompresses a body that curl left as it came", async () => {
    const { include } = await curlOutput(notFound);
    const end = include.indexOf("\r\n\r\n") + 4;
    const body = gzipSync(include.subarray(end));
    expect(await decoded(Buffer.concat([include.subarray(0, end), body]))).toMatchObject([found]);
  });
});

describe("rpc-status decode, of what is compressed", () => {
  it("reads a file of gzip", async () => {
    const { include } = await curlOutput(notFound);
    expect(await decoded(gzipSync(include))).toMatchObject([found]);
  });

  it("finds no error in gzip that is damaged, or that grows beyond all bounds", async () => {
    const bomb = gzipSync(Buffer.alloc(MAX_INPUT_BYTES + 1, " "));
    for (const bytes of [bomb, gzipSync("grpc-status: 5").subarray(0, 20)]) {
      expect((await invoke(["decode"], bytes)).exitCode).toBe(1);
    }
  });
});

describe("rpc-status decode, of frames", () => {
  const adapter = connectNodeAdapter({
    routes: (router) =>
      router.service(LibraryService, {
        async *listBooks() {
          yield {};
          throw toConnectError(richError());
        },
      }),
  });
  const post = (contentType: string): RequestInit => ({
    method: "POST",
    headers: { "content-type": contentType },
    body: new Uint8Array(5),
  });
  const listener: RequestListener = (request, response) => {
    request.url = "/example.library.v1.LibraryService/ListBooks";
    adapter(request, response);
  };
  const rich = { codeName: "INVALID_ARGUMENT", reason: "BOOK_INVALID", retryDelayMs: 2_500 };

  it("reads the trailers of gRPC-Web, with the headers and without", async () => {
    const { include } = await curlOutput(listener, post("application/grpc-web+proto"));
    expect(await decoded(include)).toMatchObject([{ ...rich, via: "grpc-web", form: "grpc-web" }]);
    const body = include.subarray(include.indexOf("\r\n\r\n") + 4);
    for (const input of [body, body.toString("base64"), body.toString("hex")]) {
      expect(await decoded(input)).toMatchObject([{ ...rich, via: "grpc-web" }]);
    }
  });

  it("reads gRPC-Web in its text mode, where each chunk may have padding", async () => {
    const trailers = Buffer.from("grpc-status:5\r\ngrpc-message:no%20book\r\n");
    const chunks = [frame(0, Buffer.from([8])), frame(0x80, trailers)].map((chunk) =>
      chunk.toString("base64"),
    );
    const head = "HTTP/1.1 200 OK\r\ncontent-type: application/grpc-web-text\r\n\r\n";
    expect(await decoded(head + chunks.join(""))).toMatchObject([
      { codeName: "NOT_FOUND", message: "no book", via: "grpc-web" },
    ]);
  });

  it("believes the trailers in a body rather than the HTTP status above it", async () => {
    const trailers = frame(0x80, Buffer.from("grpc-status: 5\r\n"));
    const head = Buffer.from("HTTP/1.1 500 X\r\ncontent-type: application/grpc-web\r\n\r\n");
    expect(await decoded(Buffer.concat([head, trailers]))).toMatchObject([{ code: 5 }]);
  });

  it("reads trailers that are compressed", async () => {
    const trailers = gzipSync("grpc-status: 14\r\n");
    expect(await decoded(frame(0x81, trailers))).toMatchObject([{ codeName: "UNAVAILABLE" }]);
  });

  it("reads the end of a stream over the Connect protocol", async () => {
    const end = {
      error: { code: "not_found", message: "no book" },
      metadata: { "x-request-id": ["c"] },
    };
    const bytes = Buffer.concat([
      frame(0, Buffer.from("{}")),
      frame(2, Buffer.from(JSON.stringify(end))),
    ]);
    expect(await decoded(bytes)).toMatchObject([
      { codeName: "NOT_FOUND", via: "connect", dialect: "connect-end-stream", requestIds: ["c"] },
    ]);
  });

  it.each([
    ["gRPC-Web", frame(0x80, Buffer.from("grpc-status: 0\r\n"))],
    ["Connect", frame(2, Buffer.from("{}"))],
  ])("finds no error at the good end of a stream of %s", async (_title, bytes) => {
    const { exitCode, stderr } = await invoke(["decode"], bytes);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/grpc-status is 0|without an error/);
  });
});

function frame(flag: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(payload.length, 1);
  return Buffer.concat([head, payload]);
}
