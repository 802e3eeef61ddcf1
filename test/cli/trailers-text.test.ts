import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { encodeTrailers } from "../../src/status/trailers.js";
import { trailersOverHttp2 } from "../fixtures/http2-answer.js";
import { richError } from "../fixtures/rich-error.js";
import { decoded, invoke } from "./invoke.js";

const trailers = encodeTrailers(richError());
const lines = Object.entries(trailers).map(([name, value]) => `${name}: ${value}`);
const rich = { codeName: "INVALID_ARGUMENT", reason: "BOOK_INVALID", problems: [] };

describe("rpc-status decode, of trailers", () => {
  it.each([
    ["alone", lines.join("\n")],
    ["with line breaks of Windows", lines.join("\r\n")],
    ["as curl -v prints them", lines.map((line) => `< ${line}\r\n`).join("")],
    [
      "with names in capitals",
      lines.map((line) => line.replace(/^[^:]+/, (n) => n.toUpperCase())).join("\n"),
    ],
    [
      "without spaces, as gRPC-Web has them",
      lines.map((line) => line.replace(": ", ":")).join("\n"),
    ],
  ])("reads lines of headers %s", async (_title, text) => {
    expect(await decoded(text)).toMatchObject([
      { ...rich, form: "trailers", dialect: "grpc-headers" },
    ]);
  });

  it("reads what node:http2 received, printed", async () => {
    const received = await trailersOverHttp2({ ...trailers, "x-request-id": "h2" });
    expect(await decoded(inspect(received))).toMatchObject([
      { ...rich, requestIds: ["id-1", "h2"], form: "printed-metadata" },
    ]);
  });

  it("reads pairs as Envoy logs them, with their HTTP status", async () => {
    const log =
      "':status', '503'\n'content-type', 'application/grpc-web'\n'grpc-status', '14'\n'grpc-message', 'no%20route'";
    expect(await decoded(log)).toMatchObject([
      { codeName: "UNAVAILABLE", message: "no route", httpStatus: 503, via: "grpc-web" },
    ]);
  });

  it("takes the headers before them for the same answer's, those that were sent not", async () => {
    const text = [
      "> x-request-id: sent",
      "content-type: application/grpc",
      "x-request-id: received",
      "",
      "grpc-status: 5",
    ].join("\n");
    expect(await decoded(text)).toMatchObject([
      { codeName: "NOT_FOUND", requestIds: ["received"] },
    ]);
  });

  it("reads several answers apart, each with the line that it begins at", async () => {
    const text =
      "grpc-status: 5\nx-request-id: a\n\nsome words\n\ngrpc-status: 0\n\nx-request-id: b\ngrpc-status: 7\n";
    expect(await decoded(text)).toMatchObject([
      { codeName: "NOT_FOUND", requestIds: ["a"], line: 1 },
      { codeName: "PERMISSION_DENIED", requestIds: ["b"], line: 8 },
    ]);
  });

  it.each([
    ["grpc-status: 0\ngrpc-message: \n", "grpc-status is 0"],
    [inspect({ "grpc-status": "0" }), "grpc-status is 0"],
    ["grpc-status-details-bin: \n", "there is no grpc-status"],
  ])("finds no error in %j, and says why", async (text, why) => {
    const { exitCode, stderr } = await invoke(["decode"], text);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(why);
  });
});

const GRPCURL = `Resolved method descriptor:
rpc GetBook ( .example.GetBookRequest ) returns ( .example.GetBookResponse );

Request metadata to send:
authorization: Bearer private
x-request-id: sent

Response headers received:
content-type: application/grpc
x-request-id: received

Response trailers received:
x-server-trace-id: trace
Sent 1 request and received 0 responses
ERROR:
  Code: NotFound
  Message: no such book:
42
  Details:
  1)\t{
    \t  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
    \t  "domain": "library.example",
    \t  "reason": "BOOK_MISSING"
    \t}
  2)\t{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"2.500s"}
`;

describe("rpc-status decode, of the output of grpcurl", () => {
  it("reads code, text and details, and the headers that came back", async () => {
    const [error] = await decoded(GRPCURL);
    expect(error).toMatchObject({
      codeName: "NOT_FOUND",
      message: "no such book:\n42",
      reason: "BOOK_MISSING",
      retryDelayMs: 2_500,
      requestIds: ["received", "trace"],
      via: "grpc",
      problems: [],
    });
    expect(error?.error.details).toHaveLength(2);
  });

  it("reads an error without details and without -v", async () => {
    expect(await decoded("ERROR:\n  Code: Unavailable\n  Message: try later\n")).toMatchObject([
      { codeName: "UNAVAILABLE", message: "try later", requestIds: [] },
    ]);
  });

  it("shows nothing of the metadata that was sent", async () => {
    const { stdout } = await invoke(["decode"], GRPCURL);
    expect(stdout).not.toMatch(/private|sent/);
  });
});
