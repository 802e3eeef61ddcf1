import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { BadRequestSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { badRequest } from "../../../src/status/builders/bad-request.js";

describe("badRequest", () => {
  it("builds one violation for each member of a record, in order", () => {
    expect(badRequest({ "author.name": "must not be empty", isbn: "too short" })).toEqual(
      fromJson(BadRequestSchema, {
        fieldViolations: [
          { field: "author.name", description: "must not be empty" },
          { field: "isbn", description: "too short" },
        ],
      }),
    );
  });

  it("builds violations with reason and localized message, duplicates of a field included", () => {
    const violation = {
      field: "isbn",
      description: "has 12 digits",
      reason: "ISBN_LENGTH",
      localizedMessage: { locale: "ru", message: "12 цифр" },
    };
    expect(badRequest([violation, violation])).toEqual(
      fromJson(BadRequestSchema, { fieldViolations: [violation, violation] }),
    );
  });

  it("builds an empty list from nothing", () => {
    expect(badRequest([]).fieldViolations).toEqual([]);
    expect(badRequest({}).fieldViolations).toEqual([]);
  });

  it("takes a field that is called __proto__", () => {
    const [violation] = badRequest(JSON.parse('{"__proto__":"no such field"}')).fieldViolations;
    expect(violation).toMatchObject({ field: "__proto__", description: "no such field" });
  });
});
