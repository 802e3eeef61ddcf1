import { create, fromJson, type JsonValue } from "@bufbuild/protobuf";
import {
  CompilationError,
  createStandardSchema,
  createValidator,
  RuntimeError,
  ValidationError,
  violationsToProto,
} from "@bufbuild/protovalidate";
import {
  ViolationSchema,
  ViolationsSchema,
} from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { mapProtovalidateError } from "../../src/server/map-protovalidate-error.js";
import { mapStandardSchemaError } from "../../src/server/map-standard-schema-error.js";
import { strangers, withThrowingGetter } from "../fixtures/throwing-values.js";
import { validatedBookSchema } from "../fixtures/validated-book.js";

const schema = validatedBookSchema();

function validationError(book: JsonValue): ValidationError {
  const { kind, error } = createValidator().validate(schema, fromJson(schema, book));
  if (kind !== "invalid") throw new Error(`the book is ${kind}`, { cause: error });
  return error;
}

const rowsOf = (error: RpcError | undefined) =>
  error?.fieldViolations.map(({ field, reason }) => [field, reason]);

/** Each with its paths in the notation of protovalidate itself. */
const BOOKS: readonly (readonly [string, JsonValue, readonly (readonly [string, string])[]])[] = [
  ["a field", { fullTitle: "ab", paper: "a4" }, [["full_title", "STRING_MIN_LEN"]]],
  [
    "an element of a list",
    { fullTitle: "abc", paper: "a4", authors: [{ email: "a@b.example" }, { email: "nobody" }] },
    [["authors[1].email", "STRING_EMAIL"]],
  ],
  [
    "a field that is missing",
    { fullTitle: "abc", paper: "a4", authors: [{}] },
    [["authors[0].email", "REQUIRED"]],
  ],
  [
    "an entry of a map",
    { fullTitle: "abc", paper: "a4", labels: { 'a"b': "" } },
    [['labels["a\\"b"]', "STRING_MIN_LEN"]],
  ],
  [
    "an entry of a map by numbers",
    { fullTitle: "abc", paper: "a4", shelves: { "-7": "" } },
    [["shelves[-7]", "STRING_MIN_LEN"]],
  ],
  ["a oneof", { fullTitle: "abc" }, [["form", "REQUIRED"]]],
  [
    "the message itself",
    {
      fullTitle: "abc",
      paper: "a4",
      authors: [{ email: "a@b.example" }, { email: "c@d.example" }, { email: "e@f.example" }],
    },
    [["", "BOOK_PAGES_FIT"]],
  ],
];

describe("mapProtovalidateError", () => {
  it("makes INVALID_ARGUMENT of a ValidationError, with each violation", () => {
    const thrown = validationError({ fullTitle: "ab", authors: [{ email: "nobody" }] });
    const error = mapProtovalidateError(thrown);
    const [first] = thrown.violations;
    expect(error).toMatchObject({ codeName: "INVALID_ARGUMENT", cause: thrown, isDecoded: false });
    expect(error?.fieldViolations).toHaveLength(3);
    expect(thrown.violations).toHaveLength(3);
    expect(error?.fieldViolations.map(({ description }) => description)).toEqual(
      thrown.violations.map(({ message }) => message),
    );
    expect(error?.message).toMatch(/: .+ \(and 2 more\)$/);
    expect(error?.message).toContain(first?.message);
  });

  it.each(BOOKS)("writes the path of %s", (_, book, rows) => {
    const thrown = validationError(book);
    expect(rowsOf(mapProtovalidateError(thrown))).toEqual(rows);
    // The message that protovalidate makes of the same, as it travels.
    const [message] = violationsToProto(thrown.violations);
    expect(rowsOf(mapProtovalidateError(message))).toEqual(rows);
  });

  it("says of the key of a map that it is meant, not the entry", () => {
    const thrown = validationError({ fullTitle: "abc", paper: "a4", labels: { "too long": "x" } });
    const error = mapProtovalidateError(thrown);
    expect(error?.fieldViolations).toMatchObject([
      {
        field: 'labels["too long"]',
        description: `the key: ${thrown.violations[0]?.message}`,
        reason: "STRING_MAX_LEN",
      },
    ]);
  });

  it("words a violation without a message by its rule", () => {
    const violations = [create(ViolationSchema, { ruleId: "book.rare" }), create(ViolationSchema)];
    const error = mapProtovalidateError(create(ViolationsSchema, { violations }));
    expect(error?.message).toBe("violates book.rare (and 1 more)");
    expect(error?.fieldViolations).toMatchObject([
      { field: "", description: "violates book.rare", reason: "BOOK_RARE" },
      { field: "", description: "is not valid", reason: "" },
    ]);
  });

  it("writes extensions in brackets, of a path and of a FieldPath", () => {
    const path = [
      { kind: "field", name: "book" },
      { kind: "extension", typeName: "test.isbn" },
    ];
    const elements = [{ fieldName: "book" }, { fieldName: "[test.isbn]" }];
    for (const field of [path, { elements }]) {
      const error = mapProtovalidateError({ violations: [{ ruleId: "r.x", message: "m", field }] });
      expect(error?.message).toBe("book[test.isbn]: m");
    }
  });

  it("leaves protovalidate's issues of Standard Schema to the mapper for those", () => {
    const result = createStandardSchema(schema)["~standard"].validate(
      create(schema, { fullTitle: "ab", form: { case: "paper", value: "a4" } }),
    );
    expect(mapProtovalidateError(result)).toBeUndefined();
    expect(mapStandardSchemaError(result)?.fieldViolations).toMatchObject([{ field: "fullTitle" }]);
  });

  it.each<[string, unknown]>([
    ...strangers,
    ["an RpcError", new RpcError("NOT_FOUND", "m")],
    [
      "an RpcError with violations",
      Object.assign(new RpcError("NOT_FOUND", "m"), { violations: [{ ruleId: "a.b" }] }),
    ],
    ["an error about a rule that does not compile", new CompilationError("secret")],
    ["an error about a rule that fails", new RuntimeError("secret")],
    ["a ValidationError without violations", new ValidationError([])],
    ["violations of somebody else", { violations: [{ message: "m", propertyPath: "a" }] }],
    ["a getter that throws", withThrowingGetter("violations", new Error("m"))],
  ])("gives undefined for %s", (_, value) => {
    expect(mapProtovalidateError(value)).toBeUndefined();
  });

  it("reads 1,000 violations in bounds, and counts the others", () => {
    const long = "x".repeat(1_000_000);
    const field = [
      { kind: "field", name: long },
      { kind: "map_sub", key: long },
      { kind: "extension", typeName: long },
      { kind: "nobody knows" },
      null,
    ];
    const violations = Array(50_000).fill({ ruleId: long, message: long, field });
    const error = mapProtovalidateError({ violations });
    expect(error?.fieldViolations).toHaveLength(1000);
    expect(error?.message).toMatch(/ \(and 49999 more\)$/);
    expect(error?.message.length).toBeLessThan(2000);
  });

  it("loses no violation over another that throws", () => {
    const violations = [
      withThrowingGetter("ruleId", {}),
      withThrowingGetter("field", { ruleId: "a.b", message: "m" }),
      { ruleId: "c.d", message: 5, field: [{ kind: "field", name: {} }] },
    ];
    expect(mapProtovalidateError({ violations })?.fieldViolations).toMatchObject([
      { field: "", description: "m", reason: "A_B" },
      { field: "[*]", description: "is not valid", reason: "C_D" },
    ]);
  });
});
