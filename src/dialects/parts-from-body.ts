import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import type { DialectName, ErrorParts } from "../status/error-parts.js";
import { isJsonObject } from "../wire/members.js";
import { decodeAip193, isAip193 } from "./aip-193.js";
import type { BodyContext } from "./body-context.js";
import { decodeConnect, isConnect } from "./connect.js";
import { decodeConnectEndStream, isConnectEndStream } from "./connect-end-stream.js";
import { decodeDetailText, isDetailText } from "./detail-text.js";
import { decodeErrorText, isErrorText } from "./error-text.js";
import { decodeGeminiInteractions, isGeminiInteractions } from "./gemini-interactions.js";
import { decodeGoogleStatus, isGoogleStatus } from "./google-status.js";
import { decodeGrpcGatewayV1, isGrpcGatewayV1 } from "./grpc-gateway-v1.js";
import { decodeGrpcGatewayV1Stream, isGrpcGatewayV1Stream } from "./grpc-gateway-v1-stream.js";
import { decodeGrpcGatewayV2Stream, isGrpcGatewayV2Stream } from "./grpc-gateway-v2-stream.js";
import { hasTypedDetails, innerError } from "./inner-error.js";
import { decodeOpenAi, isOpenAi } from "./openai.js";
import { decodeFailedOperation, isFailedOperation } from "./operation.js";
import { decodePlainJson, isPlainJson } from "./plain-json.js";
import { decodeProblemJson, isProblemJson } from "./problem-json.js";
import { decodeSpeechKit, isSpeechKit } from "./speechkit.js";

type Dialect = readonly [
  name: DialectName,
  recognize: (body: JsonObject, context: BodyContext) => boolean,
  decode: (body: JsonObject, context: BodyContext) => ErrorParts,
];

/**
 * The shapes that an error may have in JSON, each with the evidence for it. `code` alone says nothing: it is
 * an HTTP status, a number of gRPC or a word. The first whose evidence is there counts, so the more
 * particular stand above.
 */
const DIALECTS: readonly Dialect[] = [
  // error.grpcCode, error.httpCode
  ["grpc-gateway-v1-stream", isGrpcGatewayV1Stream, decodeGrpcGatewayV1Stream],
  // done beside error, or an id and error.code a number of gRPC
  ["operation", isFailedOperation, decodeFailedOperation],
  // error.code a word, metadata beside error
  ["connect-end-stream", isConnectEndStream, decodeConnectEndStream],
  // error.code a number of gRPC, without status
  ["grpc-gateway-v2-stream", isGrpcGatewayV2Stream, decodeGrpcGatewayV2Stream],
  // error.status a name, error.errors, or error.code an HTTP status without OpenAI's type and param
  ["aip-193", isAip193, decodeAip193],
  // error.code a word, without OpenAI's type and param
  ["gemini-interactions", isGeminiInteractions, decodeGeminiInteractions],
  // error an object, or object: "error"
  ["openai", isOpenAi, decodeOpenAi],
  // error a text, code a number
  ["grpc-gateway-v1", isGrpcGatewayV1, decodeGrpcGatewayV1],
  // error_code a word
  ["speechkit", isSpeechKit, decodeSpeechKit],
  // title with type, status, detail or instance; or the media type
  ["problem-json", isProblemJson, decodeProblemJson],
  // code a name of Connect in lower case
  ["connect", isConnect, decodeConnect],
  // code a number of gRPC
  ["google-status", isGoogleStatus, (body, context) => decodeGoogleStatus(body, "rest", context)],
  // error a text
  ["openai", isErrorText, decodeErrorText],
  // detail a text, an object or a list
  ["openai", isDetailText, decodeDetailText],
  // nothing but an HTTP status that says failure
  ["plain-json", isPlainJson, decodePlainJson],
];

/** How many entries of a list are looked at, at either end: a stream that was read whole has its error last. */
const MAX_ENTRIES = 2_048;

/**
 * Tells which dialect a JSON value is written in, from its structure alone, and decodes it. Total.
 *
 * @returns `undefined` where nothing in it says failure.
 */
export function partsFromBody(body: unknown, context: BodyContext): ErrorParts | undefined {
  if (Array.isArray(body)) return fromList(body, context);
  if (!isJsonObject(body)) return undefined;
  const inner = unwrap(body, context);
  for (const [dialect, recognize, decode] of DIALECTS) {
    if (recognize(inner, context)) return { dialect, ...decode(inner, context), body };
  }
  return undefined;
}

/** How many envelopes may be around the last one. */
const MAX_ENVELOPES = 4;

/** Where some put what others have at the top. */
const WRAPPERS = ["data", "status", "result", "fault"] as const;

function isErrorObject(value: unknown): value is JsonObject {
  if (!isJsonObject(value)) return false;
  return isJsonObject(value.error) || (value.code !== undefined && value.message !== undefined);
}

/** Gateways put the whole answer of another into their own `error`. */
function unwrap(body: JsonObject, { failed }: BodyContext): JsonObject {
  // OpenAI's streams end with what the answer would have been.
  if (isJsonObject(body.response) && body.response.status === "failed") return body.response;
  let inner = failed ? (WRAPPERS.map((name) => body[name]).find(isErrorObject) ?? body) : body;
  for (let i = 0; i < MAX_ENVELOPES; i++) {
    const next = innerError(inner);
    if (next === undefined || innerError(next) === undefined) return inner;
    inner = next;
  }
  return inner;
}

/** Google's streams put the error into the list of answers; old SDKs print the list of details alone. */
function fromList(list: readonly unknown[], context: BodyContext): ErrorParts | undefined {
  const first = list.slice(0, MAX_ENTRIES);
  for (const entry of [...first, ...list.slice(first.length).slice(-MAX_ENTRIES)]) {
    // Only objects: a list in a list is none of theirs.
    if (!isJsonObject(entry)) continue;
    const parts = partsFromBody(entry, { ...context, failed: false });
    if (parts !== undefined) return { ...parts, body: list };
  }
  if (!context.failed || !isJsonObject(list[0])) return undefined;
  if (!hasTypedDetails({ details: list as JsonValue })) return partsFromBody(list[0], context);
  const status = { message: "", details: list };
  return { dialect: "google-status", ...decodeGoogleStatus(status, "rest", context), body: list };
}
