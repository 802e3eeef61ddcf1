import { Metadata } from "@grpc/grpc-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forEachHeader, type HeaderValue, headerValues } from "../../src/wire/headers.js";

function readAll(headers: unknown): [string, HeaderValue][] {
  const entries: [string, HeaderValue][] = [];
  forEachHeader(headers, (name, value) => entries.push([name, value]));
  return entries;
}

const boom = () => {
  throw new Error("boom");
};

describe("forEachHeader", () => {
  it.each([
    [
      "Headers",
      new Headers([
        ["Grpc-Status", "5"],
        ["X-Id", "a"],
      ]),
    ],
    [
      "a Map",
      new Map([
        ["Grpc-Status", "5"],
        ["X-Id", "a"],
      ]),
    ],
    [
      "entries",
      [
        ["Grpc-Status", "5"],
        ["X-Id", "a"],
      ],
    ],
    ["a record", { "Grpc-Status": "5", "X-Id": "a" }],
    [
      "a record without a prototype",
      Object.assign(Object.create(null), { "Grpc-Status": "5", "X-Id": "a" }),
    ],
    [
      "a generator",
      (function* () {
        yield ["Grpc-Status", "5"];
        yield ["X-Id", "a"];
      })(),
    ],
    [
      "a Metadata",
      (() => {
        const m = new Metadata();
        m.set("Grpc-Status", "5");
        m.set("X-Id", "a");
        return m;
      })(),
    ],
  ])("reads %s, names in lower case", (_, headers) => {
    expect(readAll(headers)).toEqual([
      ["grpc-status", "5"],
      ["x-id", "a"],
    ]);
  });

  it("gives the values of an array one by one, and numbers as text", () => {
    expect(readAll({ "set-cookie": ["a", "b"], ":status": 200 })).toEqual([
      ["set-cookie", "a"],
      ["set-cookie", "b"],
      [":status", "200"],
    ]);
  });

  it("gives every value of a Metadata, binary ones as bytes", () => {
    const metadata = new Metadata();
    metadata.add("x-id", "a");
    metadata.add("x-id", "b");
    metadata.add("x-bin", Buffer.from([1, 2]));
    metadata.add("x-bin", Buffer.from([3]));
    expect(readAll(metadata)).toEqual([
      ["x-id", "a"],
      ["x-id", "b"],
      ["x-bin", Buffer.from([1, 2])],
      ["x-bin", Buffer.from([3])],
    ]);
  });

  it.each([
    undefined,
    null,
    0,
    5,
    "grpc-status: 5",
    true,
    Symbol("s"),
    5n,
    () => [["a", "b"]],
    {},
    [],
    new Map(),
  ])("finds nothing in %o", (headers) => {
    expect(readAll(headers)).toEqual([]);
  });

  it("passes over values that are no text, number or bytes", () => {
    const headers = { a: undefined, b: null, c: {}, d: [{}, "kept"], e: true, f: 5n };
    expect(readAll(headers)).toEqual([["d", "kept"]]);
  });

  it("takes a member called __proto__ for a header like others", () => {
    expect(readAll(JSON.parse('{"__proto__":"x","a":"b"}'))).toEqual([
      ["__proto__", "x"],
      ["a", "b"],
    ]);
  });

  it("keeps what was met before an iterator throws", () => {
    const headers = (function* () {
      yield ["grpc-status", "5"];
      boom();
    })();
    expect(readAll(headers)).toEqual([["grpc-status", "5"]]);
  });

  it("passes over one header whose getter throws", () => {
    const headers = Object.defineProperty({ "grpc-status": "5", tail: "t" }, "bad", {
      get: boom,
      enumerable: true,
    });
    expect(readAll(headers)).toEqual([
      ["grpc-status", "5"],
      ["tail", "t"],
    ]);
  });

  it("passes over entries that are none", () => {
    const headers = [["a", "1"], null, undefined, 5, ["grpc-status", "5"]];
    expect(readAll(headers)).toEqual([
      ["a", "1"],
      ["grpc-status", "5"],
    ]);
  });

  it.each([
    ["a proxy that throws", new Proxy({}, { get: boom, has: boom, ownKeys: boom })],
    ["a Metadata that throws", { getMap: boom, get: boom }],
    ["an iterator that throws", { [Symbol.iterator]: boom }],
    [
      "a revoked proxy",
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      })(),
    ],
  ])("does not throw on %s", (_, headers) => {
    expect(readAll(headers)).toEqual([]);
    expect(headerValues(headers, "grpc-status")).toEqual([]);
  });

  it("never throws for any value", () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withMap: true, withSet: true }),
        (headers) => {
          for (const [name, value] of readAll(headers)) {
            expect(typeof name).toBe("string");
            expect(typeof value === "string" || value instanceof Uint8Array).toBe(true);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("headerValues", () => {
  it("finds a header whatever the case of its name, and every value of it", () => {
    expect(
      headerValues({ "Grpc-Status": "5", "grpc-STATUS": ["0", "7"], other: "x" }, "grpc-status"),
    ).toEqual(["5", "0", "7"]);
  });

  it("gives the bytes of a Metadata, not their base64", () => {
    const metadata = new Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from([8, 5]));
    expect(headerValues(metadata, "grpc-status-details-bin")).toEqual([Buffer.from([8, 5])]);
  });

  it("gives nothing for a name that is not there", () => {
    expect(headerValues(new Headers(), "grpc-status")).toEqual([]);
    expect(headerValues(new Metadata(), "grpc-status")).toEqual([]);
    expect(headerValues({}, "tostring")).toEqual([]);
  });
});
