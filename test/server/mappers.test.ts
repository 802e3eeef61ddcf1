import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { mapHttpError } from "../../src/server/map-http-error.js";
import { mapProtovalidateError } from "../../src/server/map-protovalidate-error.js";
import { mapStandardSchemaError } from "../../src/server/map-standard-schema-error.js";
import { encodeTrailers } from "../../src/status/trailers.js";

const mappers = [mapStandardSchemaError, mapProtovalidateError, mapHttpError];

/** Maps a value every way; whatever comes of it can be sent. */
function mapAll(value: unknown): number {
  let mapped = 0;
  for (const map of mappers) {
    const error = map(value);
    if (error === undefined) continue;
    mapped++;
    expect(error instanceof RpcError && !error.isDecoded).toBe(true);
    expect(error.cause).toBe(value);
    expect(encodeTrailers(error)["grpc-status"]).toBe(String(error.code));
    expect(JSON.stringify(error)).toEqual(expect.any(String));
  }
  return mapped;
}

describe("the ready mappers", () => {
  it("never throw, whatever was thrown", () => {
    const anything = fc.anything({
      withBigInt: true,
      withNullPrototype: true,
      withSparseArray: true,
    });
    fc.assert(
      fc.property(anything, (value) => void mapAll(value)),
      { numRuns: 2000 },
    );
  });

  it("make an error that can be sent of whatever looks like one that they know", () => {
    const odd = fc.anything({ withBigInt: true, withNullPrototype: true });
    const maybe = (known: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: odd });
    const text = maybe(fc.string({ unit: "binary", maxLength: 20 }));
    const status = maybe(fc.integer({ min: 399, max: 501 }));
    const key = maybe(
      fc.record(
        {
          key: text,
          kind: maybe(fc.constantFrom("field", "list_sub", "map_sub")),
          name: text,
          index: odd,
        },
        { requiredKeys: [] },
      ),
    );
    const entry = fc.record(
      {
        message: text,
        path: maybe(fc.array(key, { maxLength: 4 })),
        code: text,
        type: text,
        ruleId: text,
        field: maybe(fc.array(key, { maxLength: 4 })),
        forKey: maybe(fc.boolean()),
        instancePath: text,
        keyword: text,
        params: odd,
      },
      { requiredKeys: [] },
    );
    const list = maybe(fc.array(maybe(entry), { maxLength: 4 }));
    const members = fc.record(
      {
        issues: list,
        violations: list,
        validation: list,
        validationContext: text,
        expose: maybe(fc.constant(true)),
        code: maybe(fc.constantFrom("FST_ERR_VALIDATION", "FST_ERR_X")),
        headers: odd,
      },
      { requiredKeys: [] },
    );
    let mapped = 0;
    fc.assert(
      fc.property(members, status, odd, (some, status, response) => {
        const methods = { getStatus: () => status, getResponse: () => response };
        for (const more of [{}, methods]) {
          const statuses = { status, statusCode: status };
          mapped += mapAll(Object.assign(new Error("m"), some, statuses, more));
        }
      }),
      { numRuns: 1000 },
    );
    expect(mapped).toBeGreaterThan(500);
  });
});
