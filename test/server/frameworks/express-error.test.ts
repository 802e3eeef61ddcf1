import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import express, { type ErrorRequestHandler } from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mapHttpError } from "../../../src/server/map-http-error.js";

type MakeError = (status: number, ...rest: readonly (string | object)[]) => Error;
/** http-errors as Express has it. */
const require = createRequire(createRequire(import.meta.url).resolve("express"));
const createError: MakeError = require("http-errors");

describe("mapHttpError of Express", () => {
  let server: Server;
  let url: string;
  /** What reached the application's error handler last. */
  let caught: unknown;

  beforeAll(async () => {
    const app = express();
    app.use(express.json({ limit: 100 }));
    app.get("/books/:id", (_request, response) => void response.end());
    app.post("/books", (_request, response) => void response.end());
    app.get("/bug", () => {
      throw new Error("secret");
    });
    const keep: ErrorRequestHandler = (error, _request, response, _next) => {
      caught = error;
      response.status(400).end();
    };
    app.use(keep);
    await new Promise<void>((resolve) => {
      server = app.listen(0, "127.0.0.1", () => resolve());
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function caughtOf(path: string, body?: string, type = "application/json") {
    caught = undefined;
    const headers = { "content-type": type };
    await fetch(url + path, body === undefined ? {} : { method: "POST", body, headers });
    return caught as Error;
  }

  it("takes what body-parser says of JSON that is none", async () => {
    const thrown = await caughtOf("/books", '{"title":');
    const error = mapHttpError(thrown);
    expect(error).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      httpStatus: 400,
      message: thrown.message,
      cause: thrown,
      isDecoded: false,
    });
    expect(error?.message).toContain("JSON");
  });

  it("keeps 413 and 415, which no code of gRPC has", async () => {
    const large = JSON.stringify({ title: "x".repeat(200) });
    expect(mapHttpError(await caughtOf("/books", large))).toMatchObject({
      codeName: "FAILED_PRECONDITION",
      httpStatus: 413,
      message: "request entity too large",
    });
    const charset = "application/json; charset=utf-99";
    expect(mapHttpError(await caughtOf("/books", "{}", charset))).toMatchObject({
      httpStatus: 415,
      message: 'unsupported charset "UTF-99"',
    });
  });

  it("takes a path that does not decode", async () => {
    expect(mapHttpError(await caughtOf("/books/%ff"))).toMatchObject({
      codeName: "INVALID_ARGUMENT",
      httpStatus: 400,
      message: "Failed to decode param '%ff'",
    });
  });

  it("gives undefined for a bug in a handler", async () => {
    const thrown = await caughtOf("/bug");
    expect(thrown.message).toBe("secret");
    expect(mapHttpError(thrown)).toBeUndefined();
  });

  it.each([
    [createError(404, "no such book"), "NOT_FOUND", 404, "no such book"],
    [createError(401), "UNAUTHENTICATED", 401, "Unauthorized"],
    [createError(403, new Error("not your shelf")), "PERMISSION_DENIED", 403, "not your shelf"],
    [createError(429, "", {}), "RESOURCE_EXHAUSTED", 429, "Too Many Requests"],
    [createError(418, "short and stout"), "FAILED_PRECONDITION", 418, "short and stout"],
    [createError(404, "/srv/secret", { expose: false }), "NOT_FOUND", 404, "Not Found"],
  ])("takes %s of http-errors", (thrown, codeName, httpStatus, message) => {
    expect(mapHttpError(thrown)).toMatchObject({ codeName, httpStatus, message, cause: thrown });
  });

  it.each([
    ["a 500", createError(500, "secret")],
    ["a 503", createError(503, "secret")],
    ["another service's 404", createError(404, Object.assign(new Error("m"), { response: {} }))],
    ["a status by hand", Object.assign(new Error("secret"), { status: 404, statusCode: 404 })],
    ["statuses that differ", Object.assign(createError(404, "secret"), { status: 400 })],
    [
      "a URIError of a handler",
      Object.assign(new URIError("secret"), { status: 400, statusCode: 400 }),
    ],
  ])("gives undefined for %s", (_, thrown) => {
    expect(mapHttpError(thrown)).toBeUndefined();
  });

  it("takes along the headers that belong to a status, and no others", () => {
    const headers = { "Retry-After": 120, Allow: ["GET", "HEAD"], "set-cookie": "session=1" };
    const error = mapHttpError(createError(405, "read only", { headers }));
    expect([...(error?.metadata ?? [])]).toEqual([
      ["allow", "GET"],
      ["allow", "HEAD"],
      ["retry-after", "120"],
    ]);
  });

  it("takes along no header that would be another one", () => {
    const headers = { allow: "GET\r\nset-cookie: a=b", "www-authenticate": "Базовый" };
    expect(mapHttpError(createError(405, "m", { headers }))?.metadata.size).toBe(0);
  });
});
