import type { DialectName } from "../status/error-parts.js";
import type { InputForm } from "./finding.js";

/** What shows that an error is written in a dialect, in a sentence for whoever wonders. */
export const DIALECT_EVIDENCE: Readonly<Record<DialectName, string>> = {
  "aip-193":
    "`error` has the name of a code as `status`, or an HTTP status as `code`: Google's REST APIs (AIP-193)",
  "google-status":
    "`code` is a number of gRPC beside `message`: a bare google.rpc.Status, as Yandex Cloud, grpc-gateway v2 and Envoy send it",
  "grpc-gateway-v1": "`error` is a text and `code` beside it a number of gRPC: grpc-gateway v1",
  "grpc-gateway-v1-stream":
    "`error.grpcCode` or `error.httpCode` is there: a stream of grpc-gateway v1, as YandexGPT answers",
  "grpc-gateway-v2-stream":
    "`error.code` is a number of gRPC: the last message of a stream of grpc-gateway v2",
  speechkit: "`error_code` is a word beside `error_message`: Yandex SpeechKit",
  connect: "`code` is the name of a code in lower case: an answer over the Connect protocol",
  "connect-end-stream":
    "`error.code` is the name of a code in lower case: the end of a stream over the Connect protocol",
  openai:
    "`error` or `detail` is a text, or an object with `type`, `param` or a word as `code`: OpenAI and whoever is compatible with it",
  "gemini-interactions":
    "`error.code` is a word and nothing else says the code: Gemini's Interactions API",
  "problem-json": "`title` stands beside `type`, `status` or `detail`: problem details (RFC 9457)",
  operation: "`id` or `name` stands beside `error`: a long-running operation that failed",
  "plain-json": "JSON of no known shape: the HTTP status gives the code",
  text: "a text without a code in it: the HTTP status gives the code",
  html: "a page for people, as proxies send it: the HTTP status gives the code",
  "grpc-headers": "`grpc-status` or `grpc-status-details-bin` is among the headers or trailers",
  printed: "a status as a gRPC library prints it",
};

/** What an input was taken for, where the dialect does not say it already. */
export const FORM_EVIDENCE: Readonly<Record<InputForm, string>> = {
  "details-bin": "the bytes of a google.rpc.Status, as grpc-status-details-bin carries them",
  trailers: "lines of headers",
  "printed-metadata": "headers in an object that was printed",
  "grpc-web": "frames, the last with the trailers of gRPC-Web",
  http: "an answer over HTTP",
  "grpc-js":
    "an error of grpc-js: `code` is a number, `details` a text, `metadata` holds the trailers",
  json: "JSON",
  text: "text",
};
