import {
  BadRequestException,
  ForbiddenException,
  HttpException,
  InternalServerErrorException,
  NotFoundException,
  ParseIntPipe,
  PayloadTooLargeException,
  StandardSchemaValidationPipe,
  UnprocessableEntityException,
  ValidationPipe,
} from "@nestjs/common";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { mapHttpError } from "../../../src/server/map-http-error.js";
import { boom } from "../../fixtures/throwing-values.js";
import { rejection } from "../../http/http-server.js";

class Dto {}

/** A pipe that finds what class-validator would, in its words. */
function pipe(options: object): ValidationPipe {
  const errors = [
    { property: "title", constraints: { minLength: "title must be longer than 2 characters" } },
    {
      property: "author",
      children: [
        {
          property: "books",
          children: [{ property: "1", constraints: { isInt: "1 must be an integer number" } }],
        },
      ],
    },
  ];
  return new ValidationPipe({
    ...options,
    validatorPackage: {
      validate: async () => errors,
      getMetadataStorage: () => undefined,
    } as never,
    transformerPackage: { plainToInstance: () => new Dto(), classToPlain: () => ({}) } as never,
  });
}
const failureOf = (options: object) =>
  rejection(pipe(options).transform({}, { type: "body", metatype: Dto }));

describe("mapHttpError of Nest", () => {
  it.each([
    [new NotFoundException("no such book"), "NOT_FOUND", 404, "no such book"],
    [new NotFoundException(), "NOT_FOUND", 404, "Not Found"],
    [new ForbiddenException("not yours", "why"), "PERMISSION_DENIED", 403, "not yours"],
    [new PayloadTooLargeException("too large"), "FAILED_PRECONDITION", 413, "too large"],
    [new HttpException("gone", 410), "FAILED_PRECONDITION", 410, "gone"],
    [
      new HttpException({ status: 403, error: "not yours" }, 403),
      "PERMISSION_DENIED",
      403,
      "not yours",
    ],
    [new HttpException({ reason: "x" }, 404), "NOT_FOUND", 404, "Not Found"],
    [new ForbiddenException(["not yours", "nor mine"]), "PERMISSION_DENIED", 403, "not yours"],
  ])("takes %s", (thrown, codeName, httpStatus, message) => {
    const error = mapHttpError(thrown);
    expect(error).toMatchObject({ codeName, httpStatus, message, cause: thrown });
    expect(error?.fieldViolations).toEqual([]);
  });

  it("keeps the text of an error that stands in place of the body", () => {
    const thrown = new HttpException(new Error("secret") as never, 404);
    expect(thrown.message).toBe("secret");
    expect(mapHttpError(thrown)).toMatchObject({ codeName: "NOT_FOUND", message: "Not Found" });
  });

  it("takes what a pipe says of a parameter", async () => {
    const thrown = await rejection(new ParseIntPipe().transform("abc", { type: "param" }));
    expect(mapHttpError(thrown)).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      message: "Validation failed (numeric string is expected)",
    });
  });

  it("makes a BadRequest of what the pipe for class-validator lists", async () => {
    const error = mapHttpError(await failureOf({}));
    expect(error).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      httpStatus: 400,
      message: "title: must be longer than 2 characters (and 1 more)",
    });
    expect(error?.fieldViolations).toMatchObject([
      { field: "title", description: "must be longer than 2 characters" },
      { field: "author.books[1]", description: "must be an integer number" },
    ]);
  });

  it("makes one of the texts that the pipe groups by field", async () => {
    const error = mapHttpError(
      await failureOf({ errorFormat: "grouped", errorHttpStatusCode: 422 }),
    );
    expect(error).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      httpStatus: 422,
      message: "title: title must be longer than 2 characters (and 1 more)",
    });
    expect(error?.fieldViolations).toMatchObject([
      { field: "title", description: "title must be longer than 2 characters" },
      { field: "author.books[1]", description: "1 must be an integer number" },
    ]);
  });

  it("makes one of what the pipe for Standard Schema lists", async () => {
    const schema = z.object({ items: z.array(z.object({ name: z.string("must be a text") })) });
    const metadata = { type: "body", schema } as const;
    const thrown = await rejection(
      new StandardSchemaValidationPipe().transform({ items: [{ name: "a" }, {}] }, metadata),
    );
    expect(mapHttpError(thrown)?.fieldViolations).toMatchObject([
      { field: "items[1].name", description: "must be a text" },
    ]);
  });

  it.each([
    ["title must be a string", "title", "must be a string"],
    ["author.name should not be empty", "author.name", "should not be empty"],
    ["each value in tags must be a string", "tags", "each value in tags must be a string"],
    ["property colour should not exist", "colour", "property colour should not exist"],
    [
      "nested property author must be either object or array",
      "author",
      "nested property author must be either object or array",
    ],
    ["items.0.name: is taken", "items[0].name", "is taken"],
    ["Please choose a title", "", "Please choose a title"],
    ["", "", "is not valid"],
  ])("finds the field of %j", (text, field, description) => {
    const error = mapHttpError(new UnprocessableEntityException([text]));
    expect(error?.fieldViolations).toMatchObject([{ field, description }]);
  });

  it("gives undefined for a 500, and for an exception of another transport", () => {
    expect(mapHttpError(new InternalServerErrorException("secret"))).toBeUndefined();
    expect(mapHttpError(new HttpException("secret", 503))).toBeUndefined();
    expect(mapHttpError(new HttpException("secret", 302))).toBeUndefined();
    const rpc = Object.assign(new Error("secret"), { getError: () => "secret" });
    expect(mapHttpError(rpc)).toBeUndefined();
  });

  it("survives what stands in a response", () => {
    class Broken extends HttpException {
      override getResponse = boom;
    }
    expect(mapHttpError(new Broken("m", 400))).toBeUndefined();
    const list = [5, null, "x".repeat(1_000_000), `${"a".repeat(1_000_000)} must be short`];
    const error = mapHttpError(new BadRequestException(list));
    expect(error?.fieldViolations).toHaveLength(2);
    expect(error?.message.length).toBeLessThan(2000);
    expect(mapHttpError(new BadRequestException([5]))?.message).toBe("Bad Request");
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, ["m"]]));
    const grouped = mapHttpError(new BadRequestException({ message: { ...many, odd: 5 } }));
    expect(grouped?.fieldViolations).toHaveLength(1000);
    expect(grouped?.message).toBe("f0: m (and 4999 more)");
  });
});
