import {
  createRegistry,
  type DescMessage,
  equals,
  fromJson,
  type JsonObject,
  type Message,
} from "@bufbuild/protobuf";
import { base64Decode, base64Encode } from "@bufbuild/protobuf/wire";
import { file_google_rpc_error_details } from "../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../gen/yandex/cloud/quota/quota_pb.js";
import type { HttpAnswer } from "../../src/dialects/http-answer.js";
import type { RpcError } from "../../src/error/rpc-error.js";
import type { Detail } from "../../src/status/details/detail.js";
import type { DialectName } from "../../src/status/error-parts.js";
import type {
  Vector,
  VectorDetail,
  VectorExpectation,
  VectorHeaders,
} from "../../src/testing/vector.js";
import { sameJson } from "./same-json.js";

/** What is judged: the sources here, the bundle in a browser. */
export interface VectorApi {
  readonly RpcError: { from(value: unknown): RpcError };
  readonly errorFromHttp: (answer: HttpAnswer) => RpcError | undefined;
  readonly decodeTrailers: (trailers: VectorHeaders) => RpcError | undefined;
  /** Makes a body of an error again, for the dialects that can. */
  readonly encoders: { readonly [Dialect in DialectName]?: (error: RpcError) => unknown };
}

/**
 * Decodes the input of a vector in every form that it may have, and compares what comes out with what the
 * vector expects. Runs in browsers: it uses neither Node nor a test framework.
 *
 * @returns a sentence for each mismatch, none where all is well. Never throws.
 */
export function checkVector(vector: Vector, api: VectorApi): string[] {
  return attempts(vector, api).flatMap(({ form, body, decode }) => {
    try {
      const error = decode();
      const mismatches = [...judge(vector, error, api), ...checkBody(error, body)];
      return mismatches.map((mismatch) => `${form}: ${mismatch}`);
    } catch (thrown) {
      return [`${form}: threw ${thrown instanceof Error ? thrown.stack : String(thrown)}`];
    }
  });
}

interface Attempt {
  readonly form: string;
  /** The parsed body that the error should keep. */
  readonly body?: object;
  readonly decode: () => RpcError | undefined;
}

/** JSON may be handed over parsed, as text and as bytes; each is to give the same error. */
function attempts({ input }: Vector, api: VectorApi): Attempt[] {
  const { RpcError, errorFromHttp, decodeTrailers } = api;
  const fromHttp = (form: string, answer: HttpAnswer): Attempt => ({
    form,
    decode: () => errorFromHttp(answer),
    ...(isObject(answer.body) && { body: answer.body }),
  });
  if ("trailers" in input) {
    return [{ form: "trailers", decode: () => decodeTrailers(input.trailers) }];
  }
  if ("text" in input) return [{ form: "text", decode: () => RpcError.from(input.text) }];
  if ("value" in input) {
    const { value } = input;
    const parsed = { form: "value", decode: () => RpcError.from(value) };
    if (!isObject(value)) return [parsed];
    const text = JSON.stringify(value);
    return [parsed, { form: "its text", decode: () => RpcError.from(text) }];
  }
  const { http } = input;
  if ("base64" in input) {
    return [fromHttp("bytes", { ...http, body: base64Decode(input.base64) })];
  }
  const { body } = input.http;
  if (body === undefined) return [fromHttp("no body", http)];
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const bytes = new TextEncoder().encode(text);
  return [
    ...(typeof body === "string" ? [] : [fromHttp("parsed body", http)]),
    fromHttp("body as text", { ...http, body: text }),
    // A lone surrogate has no UTF-8: as bytes it is another text.
    ...(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) === text
      ? [fromHttp("body as bytes", { ...http, body: bytes })]
      : []),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

function judge(vector: Vector, error: RpcError | undefined, { encoders }: VectorApi): string[] {
  const { expect, dialect } = vector;
  if (error === undefined) return expect === null ? [] : ["no error was found"];
  if (expect === null) return [`no error was expected, not ${error.codeName}: ${error.message}`];
  const encode = vector.encodes && dialect !== undefined ? encoders[dialect] : undefined;
  return [
    ...checkMessage(error.message, expect.message),
    ...compare("code", error.codeName, expect.code),
    ...compare("dialect", error.dialect, dialect),
    ...compare("reason", error.reason, expect.reason),
    ...compare("domain", error.domain, expect.domain),
    ...compare("httpStatus", error.httpStatus, expect.httpStatus),
    ...compare("via", error.via, expect.via),
    ...compare("origin", error.origin, expect.origin),
    ...compare("requestIds", error.requestIds, expect.requestIds),
    ...compare("problems", problemKinds(error), expect.problems),
    ...checkDelay(error.retryDelayMs, expect.retryDelayMs),
    ...checkViolations(error, expect),
    ...checkDetails(error.details, expect.details),
    ...(encode === undefined ? [] : compare("encoded again", encode(error), bodyOf(vector))),
  ];
}

/** An expectation that is absent is left open; `null` stands for `undefined`. */
function compare(what: string, actual: unknown, expected: unknown): string[] {
  if (expected === undefined || sameJson(actual ?? null, expected)) return [];
  return [`${what} is ${show(actual)}, not ${show(expected)}`];
}

function checkMessage(actual: string, expected: VectorExpectation["message"]): string[] {
  if (typeof expected === "string") return compare("message", actual, expected);
  const { includes, atMost = Number.POSITIVE_INFINITY } = expected;
  if (actual.includes(includes) && actual.length <= atMost) return [];
  return [`message is ${show(actual)}, which should have ${show(includes)} within ${atMost}`];
}

function problemKinds({ problems }: RpcError): string[] {
  return [...new Set(problems.map(({ kind }) => kind))].sort();
}

/** Fractions of a millisecond may be rounded. */
function checkDelay(actual: number | undefined, expected: number | null | undefined): string[] {
  const near = typeof expected === "number" && Math.abs((actual ?? Number.NaN) - expected) < 0.01;
  return near ? [] : compare("retryDelayMs", actual, expected);
}

function checkViolations(error: RpcError, { fieldViolations }: VectorExpectation): string[] {
  const actual = error.fieldViolations.map(({ field, description, reason }, index) => {
    const open = fieldViolations?.[index]?.reason === undefined;
    return open ? { field, description } : { field, description, reason };
  });
  return compare("fieldViolations", actual, fieldViolations);
}

const schemas = createRegistry(...file_google_rpc_error_details.messages, YandexQuotaFailureSchema);

function checkDetails(
  actual: readonly Detail[],
  expected: readonly VectorDetail[] | undefined,
): string[] {
  if (expected === undefined) return [];
  const types = actual.map(({ type }) => type);
  if (actual.length !== expected.length) {
    return [`details are ${show(types)}, not ${expected.length} of them`];
  }
  return expected.flatMap((detail, index) => checkDetail(actual[index] as Detail, detail, index));
}

function checkDetail(actual: Detail, expected: VectorDetail, index: number): string[] {
  const { "@problem": damage, "@value": bytes, ...json } = expected;
  const where = `details[${index}]`;
  const schema = schemas.getMessage(String(expected["@type"]).replace(/^.*\//, ""));
  if (schema !== undefined && damage === undefined) return checkValue(actual, json, schema, where);
  if (actual.value !== undefined) return [`${where} has a value: ${show(actual.value)}`];
  if (damage === "detail" && actual.problem?.kind !== "detail") {
    return [`${where} is damaged, and says ${show(actual.problem)}`];
  }
  if (bytes === undefined) return compare(`${where}.json`, actual.json, json);
  return [
    ...compare(`${where}.typeUrl`, actual.typeUrl, expected["@type"]),
    ...compare(`${where}.bytes`, actual.bytes && base64Encode(actual.bytes), bytes),
  ];
}

/** Compares as protobuf does: the order and the spelling of JSON members say nothing. */
function checkValue(
  { type, value, problem }: Detail,
  { "@type": _, ...fields }: VectorDetail,
  schema: DescMessage,
  where: string,
): string[] {
  if (type !== schema.typeName) return [`${where} is a ${show(type)}, not ${schema.typeName}`];
  if (value === undefined) return [`${where} has no value: ${show(problem)}`];
  const wanted: Message = fromJson(schema, fields as JsonObject);
  if (value.$typeName === wanted.$typeName && equals(schema, value, wanted)) return [];
  return [`${where} is ${show(value)}, not ${show(wanted)}`];
}

function bodyOf({ input }: Vector): unknown {
  if ("value" in input) return input.value;
  return "http" in input && "body" in input.http ? input.http.body : undefined;
}

/** The error keeps the body that it was decoded from, as it was given. */
function checkBody(error: RpcError | undefined, body: object | undefined): string[] {
  if (error === undefined || body === undefined || error.body === body) return [];
  return [`the error's body is ${show(error.body)}`];
}

function show(value: unknown): string {
  const bigints = (_: string, one: unknown) => (typeof one === "bigint" ? String(one) : one);
  return JSON.stringify(value, bigints) ?? String(value);
}
