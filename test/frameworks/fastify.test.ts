import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, describe, expect, it } from "vitest";
import { answerError, app } from "../../examples/fastify.js";
import { errorFromResponse } from "../../src/http/error-from-response.js";
import { type FrameworkServer, LATE, testFramework } from "./framework-suite.js";

describe("Fastify", () => {
  testFramework({
    hasHandlerFor: () => true,
    tellsOfLateErrors: true,
    example: async () => serverOf(app),
    start: async ({ failure }) => {
      const app = fastify();
      app.setErrorHandler(answerError);
      app.get<{ Params: { name: string } }>("/sync/:name", ({ params: { name } }) => {
        throw failure(name);
      });
      app.get<{ Params: { name: string } }>("/fail/:name", async ({ params: { name } }) => {
        await Promise.resolve();
        throw failure(name);
      });
      app.post("/books", async () => ({}));
      app.get("/late", async (_, reply) => {
        reply.raw.writeHead(200).write("half");
        throw LATE;
      });
      await app.listen({ port: 0, host: "127.0.0.1" });
      return serverOf(app);
    },
  });

  it("names the fields that do not fit the schema of a route", async () => {
    const app = fastify();
    afterAll(() => app.close());
    app.setErrorHandler(answerError);
    const body = {
      type: "object",
      required: ["title"],
      properties: { title: { type: "string", minLength: 1 } },
    };
    app.post("/books", { schema: { body } }, async () => ({}));
    await app.listen({ port: 0, host: "127.0.0.1" });
    const response = await fetch(`http://127.0.0.1:${portOf(app)}/books`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"title": ""}',
    });
    expect(response.status).toBe(400);
    const error = await errorFromResponse(response);
    expect(error?.fieldViolations).toMatchObject([{ field: "title" }]);
  });
});

function portOf(app: FastifyInstance): number {
  return (app.server.address() as AddressInfo).port;
}

function serverOf(app: FastifyInstance): FrameworkServer {
  return { port: portOf(app), stop: () => app.close() };
}
