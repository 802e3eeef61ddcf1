import { base64Decode } from "@bufbuild/protobuf/wire";
import { decodeTrailers } from "../../src/error/decode-trailers.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { decodeStatusDetails } from "../../src/status/status-details.js";
import type { FuzzInput } from "./fuzz-input.js";
import { readWhole } from "./read-whole.js";
import { survivesEncoding } from "./survives-encoding.js";

/** The longest that anything may take. */
const MAX_MS = 50;
/** How often something is tried again before it counts as slow: another process may have had the processor. */
const RETRIES = 3;

/**
 * Decodes an input and looks at the error from all sides.
 *
 * @returns what is wrong, in a sentence; `undefined` where all is as it should be.
 */
export function checkInput(input: FuzzInput): string | undefined {
  try {
    const wrong = checkOnce(input);
    if (wrong !== undefined) return wrong;
  } catch (thrown) {
    return `threw ${thrown instanceof Error ? thrown.stack : String(thrown)}`;
  }
}

function checkOnce(input: FuzzInput): string | undefined {
  if ("details" in input || "detailsText" in input) return checkDetails(input);
  const decode = decoderOf(input);
  let best = Number.POSITIVE_INFINITY;
  let error: RpcError | undefined;
  for (let i = 0; i <= RETRIES && best > MAX_MS; i++) {
    const start = performance.now();
    error = decode();
    const wrong = error && readWhole(error);
    best = Math.min(best, performance.now() - start);
    if (wrong !== undefined) return wrong;
  }
  if (best > MAX_MS) return `took ${best.toFixed(0)} ms`;
  if (error === undefined) return mayBeNone(input) ? undefined : "there is no error";
  return survivesEncoding(error);
}

type Decodable = Exclude<FuzzInput, { details: string } | { detailsText: string }>;

/** What decodes an input; all that the decoder does not have to do is done already. */
function decoderOf(input: Decodable): () => RpcError | undefined {
  if ("trailers" in input) return () => decodeTrailers(input.trailers);
  if ("text" in input) return () => RpcError.from(input.text);
  if ("value" in input) return () => RpcError.from(input.value);
  if (!("base64" in input)) return () => errorFromHttp(input.http);
  const body = base64Decode(input.base64);
  return () => errorFromHttp({ ...input.http, body });
}

/** Whether the input may be that of a success. */
function mayBeNone(input: FuzzInput): boolean {
  if ("trailers" in input) {
    const status = input.trailers["grpc-status"];
    return typeof status !== "string" || !/^[1-9]$/.test(status);
  }
  return "http" in input && (input.http.status < 400 || hasStatus(input.http.headers));
}

/** Over gRPC the trailers decide, whatever a proxy made of the HTTP status. */
function hasStatus(headers: object = {}): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === "grpc-status");
}

function checkDetails(
  input: Extract<FuzzInput, { details: string } | { detailsText: string }>,
): string | undefined {
  const content = "details" in input ? base64Decode(input.details) : input.detailsText;
  const { code, message, details, problems } = decodeStatusDetails(content);
  if (!Number.isInteger(code) || typeof message !== "string") return "no code or no message";
  if (!details.every(({ value, problem }) => value !== undefined || problem !== undefined))
    return "a detail got lost";
  return problems.every(({ kind }) => typeof kind === "string")
    ? undefined
    : "a problem of no kind";
}
