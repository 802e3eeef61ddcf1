import { inspect } from "node:util";
import { create, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StatusSchema } from "../../../gen/google/rpc/status_pb.js";
import { RpcError } from "../../../src/error/rpc-error.js";
import { encodeTrailers } from "../../../src/status/trailers.js";
import { anyText, statusMessage } from "../../fixtures/status-arbitrary.js";

const boom = () => {
  throw new Error("boom");
};
const everyTrap: ProxyHandler<object> = Object.fromEntries(
  [
    "get",
    "has",
    "ownKeys",
    "getPrototypeOf",
    "getOwnPropertyDescriptor",
    "isExtensible",
    "set",
    "defineProperty",
  ].map((trap) => [trap, boom]),
);
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const withGetter = (name: string, base: object = {}) =>
  Object.defineProperty(base, name, { get: boom, enumerable: true });

/** What has to hold for whatever `from()` was given: a whole error that can be read, printed and sent. */
function expectWhole(value: unknown): RpcError {
  const error = RpcError.from(value);
  expect(error instanceof RpcError).toBe(true);
  expect(Number.isInteger(error.code) && error.code >= 1 && error.code <= 16).toBe(true);
  expect(typeof error.message).toBe("string");
  expect(error.problems).toEqual(expect.any(Array));
  expect([...error.metadata]).toEqual(expect.any(Array));
  expect(error.requestIds).toEqual(expect.any(Array));
  expect(typeof inspect(error)).toBe("string");
  expect(encodeTrailers(error)["grpc-status"]).toBe(String(error.code));
  return error;
}

describe("RpcError.from of hostile values", () => {
  it.each([
    ["a proxy all of whose traps throw", new Proxy({}, everyTrap)],
    ["a proxy of an Error all of whose traps throw", new Proxy(new Error("m"), everyTrap)],
    ["a proxy of a function", new Proxy(() => {}, { ...everyTrap, apply: boom })],
    ["a revoked proxy", revoked()],
    ["a proxy that gives 5 for everything", new Proxy({}, { get: () => 5 })],
    ["a proxy that gives true for everything", new Proxy({}, { get: () => true })],
    [
      "a cause that claims to be an RpcError",
      { cause: { [Symbol.for("rpc-status.RpcError")]: true } },
    ],
    ["an object without a prototype", Object.create(null)],
    ["a getter that throws as code", withGetter("code")],
    ["a getter that throws as message", withGetter("message")],
    ["a getter that throws as name", withGetter("name", new Error("m"))],
    ["a getter that throws as details", withGetter("details", { code: 5, message: "m" })],
    ["a getter that throws as metadata", withGetter("metadata", { code: 5, details: "m" })],
    ["a toString that throws", { toString: boom, [Symbol.toPrimitive]: boom }],
    ["a function whose toString throws", Object.assign(() => {}, { toString: boom })],
    [
      "an Error whose message and name are no text",
      Object.assign(new Error(), { message: 5, name: 5 }),
    ],
    [
      "an Error whose message and name are undefined",
      Object.assign(new Error(), { message: undefined, name: undefined }),
    ],
    [
      "an Error whose name is a symbol",
      Object.assign(new Error(), { message: null, name: Symbol("s") }),
    ],
    ["a frozen Error", Object.freeze(new Error("m"))],
    ["a sealed status", Object.seal({ code: 5, details: "m", metadata: {} })],
    ["a function", () => 5],
    ["a class", class Book {}],
    ["a Promise", Promise.resolve()],
    ["a WeakMap", new WeakMap()],
    ["globalThis", globalThis],
    ["a boxed string", Object("text")],
    ["a boxed symbol", Object(Symbol("s"))],
    ["bytes", new Uint8Array([8, 5])],
    ["metadata that throws", { code: 5, details: "m", metadata: new Proxy({}, everyTrap) }],
    ["details that throw", { code: 5, message: "m", details: [new Proxy({}, everyTrap)] }],
    [
      "a status whose details throw",
      {
        $typeName: "google.rpc.Status",
        code: 5,
        message: "m",
        details: [withGetter("typeUrl"), withGetter("value", { typeUrl: "x" })],
      },
    ],
  ])("makes a whole error of %s", (_, value) => {
    expectWhole(value);
  });

  it.each([
    [
      "a detail that throws",
      { code: 5, message: "kept", details: [new Proxy({}, everyTrap), { "@type": "x/y.Z" }] },
    ],
    [
      "a detail of a status that throws",
      {
        $typeName: "google.rpc.Status",
        code: 5,
        message: "kept",
        details: [withGetter("typeUrl")],
      },
    ],
    ["metadata that throws", { code: 5, details: "kept", metadata: new Proxy({}, everyTrap) }],
    ["a name that throws", withGetter("name", { code: 5, message: "kept" })],
    ["a cause that throws", withGetter("cause", { code: 5, message: "kept" })],
    [
      "a type that is an object, as JSON can bring it",
      JSON.parse('{"id":"a","$type":{"toString":1},"error":{"code":5,"message":"kept"}}'),
    ],
    [
      "a case that is an object, as JSON can bring it",
      JSON.parse(
        '{"id":"a","result":{"case":{"toString":1,"valueOf":1}},"error":{"code":5,"message":"kept"}}',
      ),
    ],
  ])("does not lose code and message over %s", (_, value) => {
    const error = RpcError.from(value);
    expect(error).toMatchObject({ code: 5, message: "kept" });
    expect(() => inspect(error)).not.toThrow();
  });

  it("keeps a long text short, without half a character at its end", () => {
    const { message } = RpcError.from(`x${"\u{1f600}".repeat(500_000)}`);
    expect(message.length).toBeLessThan(1000);
    expect(() => encodeURI(message)).not.toThrow();
    const loud = Object.assign(() => {}, { toString: () => "y".repeat(1_000_000) });
    expect(RpcError.from(loud).message.length).toBeLessThan(1000);
  });

  it("is quick for a megabyte of JSON, flat or deep", () => {
    const wide = JSON.stringify({
      code: 5,
      message: "m",
      details: Array(30_000).fill({ "@type": "x/y.Z", a: [[]] }),
    });
    const deep = `{"error":${'{"error":'.repeat(100_000)}null${"}".repeat(100_000)}}`;
    const list = `{"code":5,"message":"m","details":${"[".repeat(500_000)}${"]".repeat(500_000)}}`;
    for (const text of [wide, deep, list]) {
      const value = JSON.parse(text);
      const start = performance.now();
      expectWhole(value);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });

  it("pollutes no prototype", () => {
    const members = '{"polluted":"yes","code":5,"message":"m"}';
    for (const body of [
      `{"__proto__":${members}}`,
      `{"code":5,"message":"m","__proto__":${members},"constructor":{"prototype":${members}}}`,
      `{"code":5,"message":"m","details":[{"@type":"x/google.rpc.ErrorInfo","__proto__":${members},"metadata":{"__proto__":"x"}}]}`,
      `{"error":{"status":"NOT_FOUND","__proto__":${members},"details":[{"@type":"__proto__","__proto__":1}]}}`,
      `{"id":"a","error":{"code":5,"__proto__":${members}}}`,
    ]) {
      const error = expectWhole(JSON.parse(body));
      expect(JSON.stringify(error)).toEqual(expect.any(String));
      expect(({} as { polluted?: string }).polluted).toBeUndefined();
      expect((error as { polluted?: string }).polluted).toBeUndefined();
    }
  });

  it("makes a whole error of anything that fast-check can think of", () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    fc.assert(
      fc.property(anything, (value) => void expectWhole(value)),
      { numRuns: 5000 },
    );
  });

  it("makes a whole error of any object that looks like one it knows", () => {
    const odd = fc.anything({ withNullPrototype: true, withBigInt: true });
    const maybe = <T>(known: fc.Arbitrary<T>) =>
      fc.oneof(
        { weight: 3, arbitrary: known as fc.Arbitrary<unknown> },
        { weight: 1, arbitrary: odd },
      );
    const code = maybe(
      fc.oneof(
        fc.integer({ min: -1, max: 20 }),
        fc.double(),
        fc.constantFrom("NOT_FOUND", "5", "ECONNREFUSED", "canceled"),
      ),
    );
    const any = fc.record(
      {
        "@type": maybe(fc.constantFrom("x/google.rpc.ErrorInfo", "x/y.Z")),
        typeUrl: maybe(fc.constant("x/google.rpc.Help")),
        type: maybe(fc.constant("google.rpc.Help")),
        value: maybe(fc.uint8Array({ maxLength: 9 })),
        reason: odd,
        metadata: odd,
        "@value": odd,
      },
      { requiredKeys: [] },
    );
    const details = maybe(fc.oneof(fc.array(maybe(any), { maxLength: 4 }), anyText));
    const status = {
      code,
      message: maybe(anyText),
      details,
      status: maybe(fc.constant("NOT_FOUND")),
      name: maybe(fc.constantFrom("AbortError", "Error")),
      $typeName: maybe(fc.constant("google.rpc.Status")),
      metadata: odd,
      rawMessage: maybe(anyText),
      cause: odd,
      id: maybe(fc.constant("op")),
      done: maybe(fc.boolean()),
    };
    const flat = fc.record(status, { requiredKeys: [] });
    const nested = fc.record(
      {
        ...status,
        error: flat,
        result: fc.record({ case: maybe(fc.constant("error")), value: flat }),
        cause: flat,
      },
      { requiredKeys: [] },
    );
    const shape = fc.oneof(
      flat,
      nested,
      flat.map((members) => Object.assign(new Error("m"), members)),
    );
    fc.assert(
      fc.property(shape, (value) => void expectWhole(value)),
      { numRuns: 2000 },
    );
  });

  it("makes a whole error, with its code, of any status whose details were damaged on the way", () => {
    fc.assert(
      fc.property(
        statusMessage,
        fc.integer({ min: 1, max: 16 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
        anyText,
        (status, code, changes, message) => {
          const bytes = Buffer.from(
            toBinary(StatusSchema, create(StatusSchema, { ...status, code })),
          );
          for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          const error = expectWhole({
            code,
            details: message,
            metadata: { "grpc-status-details-bin": bytes },
          });
          expect(error.code).toBe(code);
          expect(JSON.parse(JSON.stringify(error))).toMatchObject({
            error: { status: error.codeName },
          });
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("can be stringified for anything that JSON can bring", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 3 }), (value, details) => {
        expect(JSON.stringify(expectWhole(value))).toEqual(expect.any(String));
        const text = JSON.stringify(expectWhole({ code: 5, message: "m", details }));
        expect(JSON.parse(text)).toMatchObject({ error: { code: 404, message: "m" } });
      }),
      { numRuns: 3000 },
    );
  });
});
