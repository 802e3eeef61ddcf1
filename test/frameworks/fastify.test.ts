import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import { errorFromResponse } from "../../src/http/error-from-response.js";
import { type FrameworkServer, LATE, testFramework } from "./framework-suite.js";
import { onFreePort } from "./on-free-port.js";

const { answerError, app } = await onFreePort(
  () => import("../../examples/http-server/fastify.js"),
);

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
      return listen(app);
    },
  });

  it("answers in full where a handler had begun another answer", async () => {
    const app = fastify();
    app.setErrorHandler(answerError);
    app.get("/begun", async (_, reply) => {
      reply.headers({ "content-type": "text/csv", "content-length": "3" });
      throw new RpcError("NOT_FOUND", "the list is empty");
    });
    const { port, stop } = await listen(app);
    const response = await fetch(`http://127.0.0.1:${port}/begun`);
    expect(response.headers.get("content-type")).toMatch(/^application\/json\b/);
    expect(await errorFromResponse(response)).toMatchObject({ message: "the list is empty" });
    await stop();
  });

  it("names the fields that do not fit the schema of a route", async () => {
    const app = fastify();
    app.setErrorHandler(answerError);
    const body = {
      type: "object",
      required: ["title"],
      properties: { title: { type: "string", minLength: 1 } },
    };
    app.post("/books", { schema: { body } }, async () => ({}));
    const { port, stop } = await listen(app);
    const response = await fetch(`http://127.0.0.1:${port}/books`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"title": ""}',
    });
    expect(response.status).toBe(400);
    const error = await errorFromResponse(response);
    expect(error?.fieldViolations).toMatchObject([{ field: "title" }]);
    await stop();
  });
});

async function listen(app: FastifyInstance): Promise<FrameworkServer> {
  await app.listen({ port: 0, host: "127.0.0.1" });
  return serverOf(app);
}

function serverOf(app: FastifyInstance): FrameworkServer {
  const { port } = app.server.address() as AddressInfo;
  return { port, stop: () => app.close() };
}
