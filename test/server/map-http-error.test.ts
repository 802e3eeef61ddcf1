import axios from "axios";
import { Gaxios } from "gaxios";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { mapHttpError } from "../../src/server/map-http-error.js";
import { everyTrapThrows, strangers, withThrowingGetter } from "../fixtures/throwing-values.js";
import { type HttpServer, json, rejection, startServer } from "../http/http-server.js";

describe("mapHttpError", () => {
  describe("of an answer of another service", () => {
    let server: HttpServer;
    beforeAll(async () => {
      const answer = json(404, { error: { message: "secret" } });
      server = await startServer({ book: answer, "chat/completions": answer });
    });
    afterAll(() => server.stop());

    const calls: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
      axios: (url) => axios.get(`${url}/book`),
      gaxios: (url) => new Gaxios().request({ url: `${url}/book`, retry: false }),
      openai: (baseURL) =>
        new OpenAI({ apiKey: "k", baseURL, maxRetries: 0 }).chat.completions.create({
          model: "m",
          messages: [],
        }),
    };
    it.each(Object.keys(calls))("gives undefined for an error of %s", async (name) => {
      const thrown = await rejection(
        (calls[name] as (url: string) => Promise<unknown>)(server.url),
      );
      expect(thrown).toMatchObject({ status: 404 });
      expect(mapHttpError(thrown)).toBeUndefined();
      // Nor where a framework's marks were put on it.
      const marks = { expose: true, statusCode: 404, status: 404 };
      if (name !== "openai")
        expect(mapHttpError(Object.assign(thrown as Error, marks))).toBeUndefined();
    });
  });

  it.each<[string, unknown]>([
    ...strangers,
    ["an RpcError", new RpcError("NOT_FOUND", "m", { httpStatus: 404 })],
    [
      "an RpcError with the marks of a framework",
      Object.assign(new RpcError("NOT_FOUND", "m"), { expose: true, status: 404, statusCode: 404 }),
    ],
    ["an object that is no Error", { expose: true, status: 404, statusCode: 404, message: "m" }],
    [
      "an Error whose status throws",
      withThrowingGetter("status", Object.assign(new Error("m"), { expose: true })),
    ],
    [
      "statuses that are none",
      Object.assign(new Error("m"), { expose: true, status: 404.5, statusCode: 404.5 }),
    ],
    ["no status at all", Object.assign(new Error("m"), { expose: true })],
    [
      "methods that give proxies",
      Object.assign(new Error("m"), {
        getStatus: () => everyTrapThrows(),
        getResponse: () => everyTrapThrows(),
      }),
    ],
  ])("gives undefined for %s", (_, value) => {
    expect(mapHttpError(value)).toBeUndefined();
  });

  it("shows neither the stack nor a long text whole", () => {
    const thrown = Object.assign(new Error("x".repeat(1_000_000)), {
      expose: true,
      status: 400,
      statusCode: 400,
      stack: "secret",
    });
    const error = mapHttpError(thrown);
    expect(error?.message).toBe(`${"x".repeat(1000)}…`);
    expect(JSON.stringify(error)).not.toContain("secret");
  });

  it("answers with the phrase of the status where the message is no text", () => {
    const marks = { expose: true, status: 409, statusCode: 409, message: 5 };
    expect(mapHttpError(Object.assign(new Error(), marks))).toMatchObject({
      codeName: "ABORTED",
      message: "Conflict",
    });
  });
});
