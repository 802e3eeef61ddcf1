import { createRequire } from "node:module";
import Fastify, { type FastifyInstance, type InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { mapHttpError } from "../../../src/server/map-http-error.js";
import { everyTrapThrows } from "../../fixtures/throwing-values.js";

type ErrorClass = new (...args: readonly unknown[]) => Error;
type MakeErrorClass = (code: string, message: string, status?: number) => ErrorClass;
/** @fastify/error as Fastify has it. */
const require = createRequire(createRequire(import.meta.url).resolve("fastify"));
const createErrorClass: MakeErrorClass = require("@fastify/error");

describe("mapHttpError of Fastify", () => {
  let app: FastifyInstance;
  /** What reached the application's error handler last. */
  let caught: unknown;

  beforeAll(() => {
    app = Fastify({
      bodyLimit: 200,
      ajv: { customOptions: { allErrors: true, removeAdditional: false } },
    });
    app.setErrorHandler((error, _request, reply) => {
      caught = error;
      return reply.code(400).send();
    });
    const author = {
      type: "object",
      required: ["full/name"],
      properties: { "full/name": { type: "string", minLength: 2 } },
    };
    const body = {
      type: "object",
      required: ["title"],
      additionalProperties: false,
      properties: { title: { type: "string" }, authors: { type: "array", items: author } },
    };
    const params = { type: "object", properties: { id: { type: "integer" } } };
    const headers = { type: "object", required: ["x-shelf"] };
    app.put("/books/:id", { schema: { body, params } }, async () => ({}));
    app.get("/shelves", { schema: { headers } }, async () => ({}));
    const validators: Readonly<Record<string, (data: unknown) => unknown>> = {
      zod: (data) => z.object({ title: z.string("must be a text") }).safeParse(data),
      error: () => ({ error: new Error("secret") }),
      library: () => ({
        error: Object.assign(new Error('"title" is required'), { name: "ValidationError" }),
      }),
      throwing: () => {
        throw new Error("secret");
      },
      rejecting: () => Promise.reject(new Error("secret")),
      coded: () => Promise.reject(Object.assign(new Error("secret"), { code: "ECONNREFUSED" })),
    };
    for (const [name, validate] of Object.entries(validators)) {
      const options = { schema: { body: {} }, validatorCompiler: () => validate };
      app.post(`/${name}`, options as object, async () => ({}));
    }
    const $async = { $async: true, type: "object", required: ["title"] };
    app.post("/async", { schema: { body: $async } }, async () => ({}));
  });
  afterAll(() => app.close());

  async function caughtOf(request: InjectOptions): Promise<Error> {
    caught = undefined;
    await app.inject(request);
    return caught as Error;
  }
  const put = (payload: string | object, id = "1", type = "application/json") =>
    caughtOf({ method: "PUT", url: `/books/${id}`, payload, headers: { "content-type": type } });
  const post = (url: string, payload = {}) => caughtOf({ method: "POST", url, payload });

  it("makes a BadRequest of what Ajv finds in a body", async () => {
    const thrown = await put({
      authors: [{ "full/name": "Al" }, { "full/name": "B" }, {}],
      more: 1,
    });
    const error = mapHttpError(thrown);
    expect(error).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      httpStatus: 400,
      message: "title: must have required property 'title' (and 3 more)",
      cause: thrown,
    });
    expect(error?.fieldViolations).toMatchObject([
      { field: "title", reason: "REQUIRED", description: "must have required property 'title'" },
      { field: "more", reason: "ADDITIONAL_PROPERTIES" },
      { field: 'authors[1]["full/name"]', reason: "MIN_LENGTH" },
      { field: 'authors[2]["full/name"]', reason: "REQUIRED" },
    ]);
  });

  it("names the part of the request that is not its body", async () => {
    expect(mapHttpError(await put({ title: "Dune" }, "abc"))?.message).toBe(
      "params.id: must be integer",
    );
    expect(mapHttpError(await caughtOf({ url: "/shelves" }))?.fieldViolations).toMatchObject([
      { field: 'headers["x-shelf"]', reason: "REQUIRED" },
    ]);
  });

  it("reads what Ajv finds with an asynchronous schema", async () => {
    expect(mapHttpError(await post("/async"))).toMatchObject({
      httpStatus: 400,
      message: "title: must have required property 'title'",
    });
  });

  it("makes a BadRequest of the issues of another validator", async () => {
    const error = mapHttpError(await post("/zod"));
    expect(error).toMatchObject({ httpStatus: 400, message: "title: must be a text" });
    expect(error?.fieldViolations).toMatchObject([{ field: "title", reason: "INVALID_TYPE" }]);
  });

  it("shows the text of a validation library, and of no other error in a validator", async () => {
    expect(mapHttpError(await post("/library"))?.message).toBe('"title" is required');
    for (const url of ["/error", "/rejecting"]) {
      const thrown = await post(url);
      expect(thrown.message).toBe("secret");
      expect(mapHttpError(thrown)).toMatchObject({
        codeName: "INVALID_ARGUMENT",
        message: "the request is not valid",
      });
    }
    for (const url of ["/throwing", "/coded"]) {
      const thrown = await post(url);
      expect(thrown.message).toBe("secret");
      expect(mapHttpError(thrown)).toBeUndefined();
    }
  });

  it.each([
    ["JSON that is none", () => put("{"), 400, "INVALID_ARGUMENT", /not valid JSON/],
    [
      "a large body",
      () => put({ title: "x".repeat(300) }),
      413,
      "FAILED_PRECONDITION",
      /too large/,
    ],
    ["a strange type", () => put("x", "1", "text/x"), 415, "FAILED_PRECONDITION", /Media Type/],
  ])("takes Fastify's own error for %s", async (_, request, httpStatus, codeName, message) => {
    const error = mapHttpError(await request());
    expect(error).toMatchObject({ httpStatus, codeName });
    expect(error?.message).toMatch(message);
  });

  it("takes errors of plugins and of the application that are made with @fastify/error", () => {
    const TooLarge = createErrorClass("FST_REQ_FILE_TOO_LARGE", "request file too large", 413);
    const Missing = createErrorClass("BOOK_MISSING", "no book %s", 404);
    const Invalid = createErrorClass("FST_ERR_VALIDATION", "%s", 400);
    expect(mapHttpError(new TooLarge())).toMatchObject({ httpStatus: 413 });
    expect(mapHttpError(new Invalid("two of a kind"))?.message).toBe("two of a kind");
    expect(mapHttpError(new Missing("42"))).toMatchObject({
      codeName: "NOT_FOUND",
      httpStatus: 404,
      message: "no book 42",
    });
  });

  it.each([
    ["a 500 of Fastify", new (createErrorClass("FST_ERR_X", "secret"))()],
    ["a 503 of the application", new (createErrorClass("X", "secret", 503))()],
    ["a status by hand", Object.assign(new Error("secret"), { statusCode: 404 })],
    ["another code", Object.assign(new Error("secret"), { statusCode: 404, code: "E_GONE" })],
    ["a code alone", Object.assign(new Error("secret"), { code: "FST_ERR_X" })],
    ["a text as status", Object.assign(new Error("m"), { code: "FST_ERR_X", statusCode: "404" })],
  ])("gives undefined for %s", (_, thrown) => {
    expect(mapHttpError(thrown)).toBeUndefined();
  });

  it("survives what stands in a validation", () => {
    const failed = (members: object) =>
      mapHttpError(
        Object.assign(new Error("m"), {
          code: "FST_ERR_VALIDATION",
          statusCode: 400,
          validationContext: "body",
          ...members,
        }),
      );
    const entries = [null, everyTrapThrows(), { instancePath: 5, message: {}, params: 5 }];
    expect(failed({ validation: entries })?.fieldViolations).toMatchObject(
      Array(3).fill({ field: "", description: "is not valid", reason: "" }),
    );
    const deep = { instancePath: "/a".repeat(100_000), message: "m".repeat(100_000) };
    const error = failed({ validation: Array(5000).fill(deep), validationContext: 5 });
    expect(error?.fieldViolations).toHaveLength(1000);
    expect(error?.message.length).toBeLessThan(2000);
    expect(error?.message).toMatch(/\(and 4999 more\)$/);
  });

  it("reads the escapes of a JSON pointer", () => {
    const validation = [{ instancePath: "/a~1b/0/~01/007", message: "m" }];
    const thrown = {
      code: "FST_ERR_VALIDATION",
      statusCode: 400,
      validationContext: "body",
      validation,
    };
    expect(mapHttpError(Object.assign(new Error("m"), thrown))?.message).toBe(
      '["a/b"][0]["~1"][7]: m',
    );
  });
});
