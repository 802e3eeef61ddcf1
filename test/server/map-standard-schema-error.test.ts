import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as mini from "zod/mini";
import { z as z3 } from "zod/v3";
import { RpcError } from "../../src/error/rpc-error.js";
import { mapStandardSchemaError } from "../../src/server/map-standard-schema-error.js";
import { boom, strangers, withThrowingGetter } from "../fixtures/throwing-values.js";

const input = { title: "", items: [{ name: "a" }, { name: "b" }, { name: 5 }], "first name": 5 };

function thrownBy(parse: () => unknown): unknown {
  try {
    parse();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const violationsOf = (error: RpcError | undefined) =>
  error?.fieldViolations.map(({ field, description, reason }) => [field, description, reason]);

describe("mapStandardSchemaError", () => {
  it("makes INVALID_ARGUMENT of a ZodError, with each issue as a violation", () => {
    const schema = z.object({
      title: z.string().min(1, "must not be empty"),
      items: z.array(z.object({ name: z.string("must be a text") })),
      "first name": z.string("must be a text"),
    });
    const thrown = thrownBy(() => schema.parse(input));
    const error = mapStandardSchemaError(thrown);
    expect(error).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      message: "title: must not be empty (and 2 more)",
      httpStatus: undefined,
      cause: thrown,
    });
    expect(violationsOf(error)).toEqual([
      ["title", "must not be empty", "TOO_SMALL"],
      ["items[2].name", "must be a text", "INVALID_TYPE"],
      ['["first name"]', "must be a text", "INVALID_TYPE"],
    ]);
    expect(error?.isDecoded).toBe(false);
  });

  it("knows zod 3, and zod's mini", () => {
    const old = thrownBy(() => z3.object({ title: z3.string().min(1, "is empty") }).parse(input));
    expect(violationsOf(mapStandardSchemaError(old))).toEqual([["title", "is empty", "TOO_SMALL"]]);
    const small = thrownBy(() =>
      mini.object({ title: mini.string().check(mini.minLength(1, "is empty")) }).parse(input),
    );
    expect(violationsOf(mapStandardSchemaError(small))).toEqual([
      ["title", "is empty", "TOO_SMALL"],
    ]);
  });

  it("knows valibot's ValiError, whose path is of objects", () => {
    const schema = v.object({
      title: v.pipe(v.string(), v.minLength(1, "must not be empty")),
      items: v.array(v.object({ name: v.string("must be a text") })),
    });
    const error = mapStandardSchemaError(thrownBy(() => v.parse(schema, input)));
    expect(error?.message).toBe("title: must not be empty (and 1 more)");
    expect(violationsOf(error)).toEqual([
      ["title", "must not be empty", "MIN_LENGTH"],
      ["items[2].name", "must be a text", "STRING"],
    ]);
  });

  it("writes the keys of maps, and an element of a set, which has none", () => {
    const schema = v.object({
      prices: v.map(v.string(), v.number("must be a number")),
      tags: v.set(v.string("must be a text")),
    });
    const value = { prices: new Map([["a b", "1"]]), tags: new Set([5]) };
    expect(violationsOf(mapStandardSchemaError(thrownBy(() => v.parse(schema, value))))).toEqual([
      ['prices["a b"]', "must be a number", "NUMBER"],
      ["tags[*]", "must be a text", "STRING"],
    ]);
  });

  it.each([
    ["zod", z.string("must be a text")],
    ["valibot", v.string("must be a text")],
  ])(
    "takes a failed result of ~standard.validate, and of %s a root without a path",
    async (_, schema) => {
      const result = await schema["~standard"].validate(5);
      const error = mapStandardSchemaError(result);
      expect(error).toMatchObject({ message: "must be a text", cause: result });
      expect(error?.fieldViolations).toMatchObject([{ field: "", description: "must be a text" }]);
    },
  );

  it("takes an Error with nothing but issues, as SchemaError of @standard-schema/utils is", () => {
    class SchemaError extends Error {
      readonly issues = [{ message: "is taken", path: ["user", { key: "name" }, { key: 0 }] }];
    }
    const error = mapStandardSchemaError(new SchemaError("is taken"));
    expect(error?.message).toBe("user.name[0]: is taken");
    expect(violationsOf(error)).toEqual([["user.name[0]", "is taken", ""]]);
  });

  it("gives undefined for a result that is none of failure", async () => {
    expect(mapStandardSchemaError(await z.string()["~standard"].validate("a"))).toBeUndefined();
    expect(mapStandardSchemaError(new z.ZodError([]))).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ...strangers,
    ["an RpcError", new RpcError("NOT_FOUND", "m")],
    [
      "an RpcError with issues",
      Object.assign(new RpcError("NOT_FOUND", "m"), { issues: [{ message: "m" }] }),
    ],
    ["issues that are no list", { issues: { message: "m" } }],
    ["issues without a message", { issues: [{ path: ["a"] }, null, 5] }],
    ["a getter that throws as issues", withThrowingGetter("issues", new Error("m"))],
  ])("gives undefined for %s", (_, value) => {
    expect(mapStandardSchemaError(value)).toBeUndefined();
  });

  it("reads 1,000 issues, and counts the others", () => {
    const issues = Array.from({ length: 100_000 }, (_, i) => ({ message: "wrong", path: [i] }));
    const error = mapStandardSchemaError({ issues });
    expect(error?.fieldViolations).toHaveLength(1000);
    expect(error?.message).toBe("[0]: wrong (and 99999 more)");
  });

  it("keeps texts in bounds", () => {
    const issue = { message: "x".repeat(1_000_000), path: Array(10_000).fill("p".repeat(1000)) };
    const error = mapStandardSchemaError({ issues: [issue] });
    expect(error?.fieldViolations[0]?.description.length).toBeLessThanOrEqual(1001);
    expect(error?.message.length).toBeLessThan(2000);
  });

  it("loses no issue over another that throws, nor one over a path that does", () => {
    const issues = [
      withThrowingGetter("message", {}),
      { message: "first", path: { [Symbol.iterator]: boom } },
      { message: "second", path: [withThrowingGetter("key", {}), "b"] },
      { message: "", path: ["c"], code: {}, type: 5 },
    ];
    const error = mapStandardSchemaError({ issues });
    expect(violationsOf(error)).toEqual([
      ["", "first", ""],
      ["[*].b", "second", ""],
      ["c", "is not valid", ""],
    ]);
    expect(error?.message).toBe("first (and 3 more)");
  });
});
