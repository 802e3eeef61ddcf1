import { ChunkReader } from "../../http/chunk-reader.js";
import { parseJson, textOf } from "../../http/parse-json.js";
import { readBody } from "../../http/read-body.js";
import { Code } from "../../status/code.js";
import { answerError } from "./answer-error.js";

/** The most that is read of an operation: gRPC's own limit is 4 MiB, and JSON takes more room. */
const MAX_BYTES = 16 << 20;

/**
 * The JSON of a success; `undefined` for an empty body, as cancelling may be answered.
 *
 * @throws RpcError with the answer's headers, where the body breaks off, is too long or is no JSON.
 */
export async function readJson(response: Response, signal: AbortSignal): Promise<unknown> {
  const { body } = response;
  if (body === null) return undefined;
  const bounds = { maxBytes: MAX_BYTES, timeoutMs: Number.POSITIVE_INFINITY, signal };
  const { bytes, isWhole } = await readBody(new ChunkReader(body), bounds);
  if (!isWhole && bytes.length >= MAX_BYTES) {
    throw answerError(response, Code.OUT_OF_RANGE, `the answer is longer than ${MAX_BYTES} bytes`);
  }
  if (!isWhole) throw answerError(response, Code.UNAVAILABLE, "the answer broke off");
  const text = textOf(bytes);
  if (text.trim() === "") return undefined;
  const json = parseJson(text);
  if (json === undefined) throw answerError(response, Code.INTERNAL, "the answer is no JSON");
  return json.value;
}
