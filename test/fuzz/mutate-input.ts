import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { base64Decode, base64Encode } from "@bufbuild/protobuf/wire";
import type { VectorHeaders } from "../../src/testing/vector.js";
import type { FuzzAnswer, FuzzInput } from "./fuzz-input.js";
import { mutateJson } from "./mutate-json.js";
import { mutateText } from "./mutate-text.js";
import type { Random } from "./random.js";

const STATUSES = [
  100, 200, 204, 302, 400, 401, 403, 404, 409, 413, 429, 499, 500, 502, 503, 520, 599, 999,
];
const DETAILS_BIN = "grpc-status-details-bin";

/**
 * An input like another one, changed in a few places and perhaps given in another way: parsed JSON as text, text
 * as bytes, a body as a string that was thrown, a trailer as a header.
 *
 * @param donor - another input, of which pieces are taken over.
 */
export function mutateInput(input: FuzzInput, random: Random, donor: FuzzInput): FuzzInput {
  if ("details" in input) return { details: mutateBytes(input.details, random) };
  if ("detailsText" in input) return { detailsText: mutateText(input.detailsText, random, "=") };
  if ("trailers" in input) {
    return fromTrailers(mutateHeaders(input.trailers, random, donor), random);
  }
  if ("base64" in input) {
    return {
      http: mutateAnswer(input.http, random, donor),
      base64: mutateBytes(input.base64, random),
    };
  }
  const { content, answer } = takeApart(input, random);
  let mutated = content;
  for (let i = random.below(4); i >= 0; i--) mutated = mutateContent(mutated, random, donor);
  return putTogether(mutated, mutateAnswer(answer, random, donor), random);
}

/** Text, or JSON that is parsed. */
interface Content {
  readonly text?: string;
  readonly json?: JsonValue;
}

function takeApart(
  input: Exclude<
    Extract<FuzzInput, { http: unknown } | { value: unknown } | { text: string }>,
    { base64: string }
  >,
  random: Random,
): { content: Content; answer: FuzzAnswer } {
  const answer: FuzzAnswer = { status: random.pick(STATUSES) };
  if ("value" in input) return { content: { json: (input.value ?? null) as JsonValue }, answer };
  if ("text" in input) return { content: { text: input.text }, answer };
  const { status, headers } = input.http;
  const given = { status, ...(headers && { headers }) };
  const body = "body" in input.http ? input.http.body : undefined;
  if (typeof body === "string") return { content: { text: body }, answer: given };
  return { content: { json: (body ?? null) as JsonValue }, answer: given };
}

function mutateContent({ text, json }: Content, random: Random, donor: FuzzInput): Content {
  const other = contentOf(donor, random);
  if (text !== undefined) {
    return { text: mutateText(text, random, other.text ?? JSON.stringify(other.json ?? "")) };
  }
  // Now and then as text from here on.
  if (random.oneIn(8)) return { text: JSON.stringify(json) };
  return { json: mutateJson(json ?? null, random, other.json ?? other.text ?? null) };
}

function contentOf(input: FuzzInput, random: Random): Content {
  const taken = "http" in input || "value" in input || "text" in input;
  return taken && !("base64" in input) ? takeApart(input, random).content : {};
}

function mutateAnswer(
  { status, headers }: FuzzAnswer,
  random: Random,
  donor: FuzzInput,
): FuzzAnswer {
  return {
    status: random.oneIn(6) ? random.pick(STATUSES) : status,
    ...(headers !== undefined && {
      headers: random.oneIn(4) ? mutateHeaders(headers, random, donor) : headers,
    }),
    ...(headers === undefined &&
      random.oneIn(10) && {
        headers: {
          "content-type": random.pick([
            "application/problem+json",
            "text/html",
            "application/connect+json",
            "",
          ]),
        },
      }),
  };
}

function putTogether({ text, json }: Content, http: FuzzAnswer, random: Random): FuzzInput {
  const form = random.below(6);
  if (text === undefined && form < 2)
    return form === 0 ? { value: json } : { http: { ...http, body: json } };
  const written = text ?? JSON.stringify(json);
  if (form < 3) return { text: written };
  if (form < 5) return { http: { ...http, body: written } };
  return { http, base64: base64Encode(bytesOf(written, random)) };
}

/** The bytes of a text in some encoding, now and then damaged. */
function bytesOf(text: string, random: Random): Uint8Array {
  const marked = random.oneIn(3) ? `\ufeff${text}` : text;
  if (!random.oneIn(4)) return new TextEncoder().encode(marked);
  const bytes = new Uint8Array(marked.length * 2);
  const littleEndian = random.oneIn(2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < marked.length; i++) view.setUint16(i * 2, marked.charCodeAt(i), littleEndian);
  return random.oneIn(3) ? bytes.subarray(random.below(3)) : bytes;
}

function mutateHeaders(headers: VectorHeaders, random: Random, donor: FuzzInput): VectorHeaders {
  const given = "trailers" in donor ? donor.trailers : {};
  const mixed: JsonValue = random.oneIn(3)
    ? ({ ...headers, ...given } as JsonObject)
    : (headers as JsonObject);
  const bin = random.oneIn(2) ? headers[DETAILS_BIN] : undefined;
  if (typeof bin === "string") {
    return {
      ...headers,
      [DETAILS_BIN]: random.oneIn(2) ? mutateText(bin, random, "==") : mutateBytes(bin, random),
    };
  }
  const mutated = mutateJson(mixed, random, given as JsonObject);
  return Object(mutated) as VectorHeaders;
}

/** The trailers themselves, what they are of an answer, or their binary part alone. */
function fromTrailers(trailers: VectorHeaders, random: Random): FuzzInput {
  const form = random.below(6);
  const bin = trailers[DETAILS_BIN];
  if (form === 0) return { http: { status: random.pick(STATUSES), headers: trailers } };
  if (form === 1 && typeof bin === "string") return { detailsText: bin };
  if (form === 2 && typeof bin === "string" && isBase64(bin))
    return { details: mutateBytes(bin, random) };
  return { trailers };
}

function mutateBytes(base64: string, random: Random): string {
  let bytes: Uint8Array = isBase64(base64)
    ? base64Decode(base64)
    : new TextEncoder().encode(base64);
  for (let i = random.below(4); i >= 0; i--) {
    const at = random.below(bytes.length);
    const end = at + random.below(bytes.length - at + 1);
    const form = random.below(4);
    if (form === 0) bytes = join(bytes.subarray(0, end), bytes.subarray(at));
    else if (form === 1) bytes = join(bytes.subarray(0, at), bytes.subarray(end));
    else if (bytes.length > 0) {
      bytes = bytes.slice();
      bytes[at] = form === 2 ? random.below(256) : (bytes[at] as number) ^ (1 << random.below(8));
    }
  }
  return base64Encode(bytes);
}

function isBase64(text: string): boolean {
  return /^[\w+/-]*={0,2}$/.test(text) && text.replace(/=+$/, "").length % 4 !== 1;
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}
