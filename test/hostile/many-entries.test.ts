import { describe, expect, it } from "vitest";
import { decodeTrailers } from "../../src/error/decode-trailers.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { encodeStatusDetails } from "../../src/status/status-details.js";
import { MAX_DETAILS } from "../../src/wire/status-proto.js";
import { decodeQuickly } from "./decode-quickly.js";
import { quickly } from "./quickly.js";

const MANY = 100_000;
const missing = { code: 404, message: "no such book", status: "NOT_FOUND" };
const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "BOOK_MISSING" };

function many<T>(entry: T): T[] {
  return Array.from({ length: MANY }, () => entry);
}

/** An object with so many members of different names. */
function manyMembers<T>(value: T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: MANY }, (_, i) => [`k${i}`, value]));
}

describe("a hundred thousand details", () => {
  it.each([
    ["of a known type", info],
    ["of an unknown type", { "@type": "x/y.Z", a: 1 }],
    ["of Connect", { type: "google.rpc.ErrorInfo", value: "CgFS", debug: {} }],
    ["without a type", {}],
  ])("%s: the first are read, the others counted", (_, detail) => {
    const details = many(detail);
    const bodies = [
      { error: { ...missing, details } },
      { code: 5, message: "no such book", details },
      { code: "not_found", message: "no such book", details },
    ];
    for (const body of bodies) {
      for (const decode of [
        () => errorFromHttp({ status: 404, body }),
        () => RpcError.from(body),
      ]) {
        const error = decodeQuickly(decode);
        expect(error).toMatchObject({ code: 5, message: "no such book" });
        expect(error.details).toHaveLength(MAX_DETAILS);
        expect(error.problems.map(({ kind }) => kind)).toContain("detail-limit");
      }
    }
  });

  it.each([null, 5, "text", [], [1]])("that are all %j leave code and message", (detail) => {
    const body = { error: { ...missing, details: many(detail) } };
    const error = decodeQuickly(() => errorFromHttp({ status: 404, body }));
    expect(error).toMatchObject({ code: 5, message: "no such book", details: [] });
    expect(error.problems.length).toBeLessThan(MAX_DETAILS + 10);
  });

  it("in a text are read as far as there is room", () => {
    for (const detail of [info, { "@type": "x/y.Z" }, null, []]) {
      const text = JSON.stringify({ error: { ...missing, details: many(detail) } });
      for (const body of [text, new TextEncoder().encode(text)]) {
        const error = decodeQuickly(() => errorFromHttp({ status: 404, body }));
        expect(error).toMatchObject({ code: 5, message: "no such book" });
      }
    }
  });

  it("in trailers are read as far as there is room", () => {
    const once = encodeStatusDetails({
      code: 5,
      message: "no such book",
      details: [{ typeUrl: "x/y.Z", value: new Uint8Array(0) }],
    });
    const detail = once.subarray(once.indexOf(0x1a));
    const bytes = new Uint8Array(detail.length * MANY);
    for (let i = 0; i < MANY; i++) bytes.set(detail, i * detail.length);
    const trailers = {
      "grpc-status": "5",
      "grpc-message": "no such book",
      "grpc-status-details-bin": bytes,
    };
    const error = decodeQuickly(() => decodeTrailers(trailers));
    expect(error).toMatchObject({ code: 5, message: "no such book" });
    expect(error.details).toHaveLength(MAX_DETAILS);
  });
});

describe("a hundred thousand entries", () => {
  it.each([
    [
      "of old errors",
      { error: { ...missing, errors: many({ reason: "notFound", location: "id" }) } },
    ],
    ["of FastAPI", { detail: many({ loc: ["body", "id"], msg: "no such book", type: "missing" }) }],
    ["of a path", { detail: [{ loc: many("a"), msg: "no such book" }] }],
    [
      "of a problem document",
      { title: "no such book", type: "x:y", errors: many({ field: "id", message: "wrong" }) },
    ],
    ["of fields by name", { title: "no such book", type: "x:y", errors: manyMembers(["wrong"]) }],
    [
      "of texts for one field",
      { title: "no such book", type: "x:y", errors: { id: many("wrong") } },
    ],
    ["of messages", { message: ["no such book", ...many("")], statusCode: 404 }],
    ["of errors", { error: "no such book", errors: many({ message: "other" }) }],
  ])("%s give the first of them", (_, body) => {
    for (const form of [body, JSON.stringify(body).slice(0, 1_000_000)]) {
      const error = decodeQuickly(() => errorFromHttp({ status: 404, body: form }));
      expect(error).toMatchObject({ code: 5, message: "no such book" });
      expect(error.fieldViolations.length).toBeLessThanOrEqual(256);
    }
  });

  it.each([
    ["of a body", { error: missing, ...manyMembers(1) }],
    ["of an error", { error: { ...missing, ...manyMembers(1) } }],
    ["of a detail", { error: { ...missing, details: [{ "@type": "x/y.Z", ...manyMembers(1) }] } }],
    [
      "of a stream of Connect",
      { error: { code: "not_found", message: "no such book" }, metadata: manyMembers(["1"]) },
    ],
    ["that are texts", { ...manyMembers("code: 'x' {"), message: "no such book" }],
  ])("members %s leave code and message", (_, body) => {
    for (const form of [body, JSON.stringify(body).slice(0, 1_000_000)]) {
      const error = quickly(() => errorFromHttp({ status: 404, body: form }));
      expect(error).toMatchObject({ code: 5 });
    }
  });

  it.each([
    ["a map", { ...info, metadata: manyMembers("v") }],
    ["a map with numbers", { ...info, metadata: manyMembers(1) }],
    ["a map that is a list", { ...info, metadata: many({ key: "k", value: "v" }) }],
    [
      "a list",
      {
        "@type": "t/google.rpc.BadRequest",
        fieldViolations: many({ field: "id", description: "d" }),
      },
    ],
    ["a list with nulls", { "@type": "t/google.rpc.BadRequest", fieldViolations: many(null) }],
    ["a list of numbers", { "@type": "t/google.rpc.DebugInfo", stackEntries: many(5) }],
  ])("of %s in a detail leave code and message, and the detail as it came", (_, detail) => {
    const body = { error: { ...missing, details: [detail] } };
    const decode = () => errorFromHttp({ status: 404, body });
    const error = quickly(decode);
    expect(error).toMatchObject({ code: 5, message: "no such book" });
    expect(error?.details[0]).toMatchObject({ json: detail, problem: { kind: "detail" } });
    quickly(() => decode()?.problems);
    const text = JSON.stringify(body).slice(0, 1_000_000);
    expect(decodeQuickly(() => errorFromHttp({ status: 404, body: text }))).toMatchObject({
      code: 5,
      message: "no such book",
    });
  });

  it("of a list say that it is no error", () => {
    for (const entry of [1, "x", null, {}, { result: 1 }, []]) {
      const list = many(entry);
      expect(errorFromHttp({ status: 200, body: list })).toBeUndefined();
      expect(decodeQuickly(() => errorFromHttp({ status: 503, body: list })).code).toBe(14);
      expect(decodeQuickly(() => RpcError.from(list)).code).toBe(2);
    }
  });

  it("of an AggregateError are looked at as far as that makes sense", () => {
    const errors = Array.from({ length: MANY }, (_, i) => new Error(`5 NOT_FOUND: book ${i}`));
    expect(
      decodeQuickly(() => RpcError.from(new AggregateError(errors, "all failed"))),
    ).toMatchObject({ code: 5 });
  });
});
