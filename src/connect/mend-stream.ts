import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { decodeConnect } from "../dialects/connect.js";
import { partsFromHttp } from "../dialects/http-answer.js";
import { parseJson, textOf } from "../http/parse-json.js";
import { isJsonObject } from "../wire/members.js";
import { encodeUtf8 } from "../wire/utf8.js";
import { type Bytes, readFailedBody } from "./body-start.js";
import { connectErrorText, isReadableByConnect } from "./connect-error-json.js";
import { hasFrame, type LastFrame, mendLastFrame, writeFrame } from "./last-frame.js";
import { mediaType } from "./media-type.js";
import { rewrittenHeaders } from "./rewritten-headers.js";
import { sameAnswer } from "./same-answer.js";
import { isHeader } from "./trailer-block.js";
import type { WebCall } from "./web-call.js";

const END_STREAM: LastFrame = { flags: 0x02, mend: mendEndStream };

/**
 * The answer to a streaming call of the Connect protocol, as Connect can read it: errors stand in the last
 * frame of an answer with HTTP 200, and nowhere else.
 */
export async function mendStream(response: Response, call: WebCall): Promise<Response> {
  const { status, headers } = response;
  const last = { ...END_STREAM, maxBytes: call.maxBodyBytes };
  const framed = mediaType(headers) === call.awaited;
  if (framed && status === 200) return mendLastFrame(response, last);
  const body = await readFailedBody(response, call);
  if (framed && hasFrame(body, last.flags))
    return mendLastFrame(new Response(body, { headers }), last);
  const error = errorOf(response, body);
  if (error === undefined) return sameAnswer(response, body);
  return new Response(writeFrame(last.flags, encodeUtf8(`{"error":${error}}`)), {
    headers: rewrittenHeaders(headers, call.awaited),
  });
}

/** The JSON of the error that an answer is. */
function errorOf({ status, headers }: Response, body: Bytes): string | undefined {
  const text = textOf(body);
  if (isReadableByConnect(parseJson(text)?.value)) return text;
  const parts = partsFromHttp({ status, headers, body });
  return parts && connectErrorText(parts);
}

/**
 * The end of a stream that failed, where Connect would lose the error: for the error's own faults, and
 * since metadata that is no header costs it the error as well.
 */
function mendEndStream(payload: Uint8Array): Bytes | undefined {
  const end = parseJson(textOf(payload))?.value;
  if (!isJsonObject(end) || end.error === undefined || end.error === null) return undefined;
  const { error, metadata = {} } = end;
  if (isReadableByConnect(error) && isMetadata(metadata)) return undefined;
  const body = isJsonObject(error) ? error : { message: error };
  const text = connectErrorText(decodeConnect(body, { failed: true }));
  const headers = JSON.stringify(isJsonObject(metadata) ? mendMetadata(metadata) : {});
  return encodeUtf8(`{"error":${text},"metadata":${headers}}`) as Bytes;
}

function isMetadata(metadata: JsonValue): boolean {
  if (!isJsonObject(metadata)) return false;
  return Object.entries(metadata).every(
    ([name, values]) => Array.isArray(values) && values.every((value) => isHeader(name, value)),
  );
}

function mendMetadata(metadata: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, values]) => [
      name,
      [values].flat().filter((value) => isHeader(name, value)),
    ]),
  );
}
