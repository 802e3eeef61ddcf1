import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { validator } from "hono/validator";
import { describe } from "vitest";
import { LATE, testFramework } from "./framework-suite.js";
import { listening } from "./listening.js";
import { onFreePort } from "./on-free-port.js";

const { answerError, server } = await onFreePort(
  () => import("../../examples/http-server/hono.js"),
);

describe("Hono", () => {
  testFramework({
    hasHandlerFor: (thrown) => thrown instanceof Error,
    tellsOfLateErrors: false,
    example: () => listening(server),
    start: ({ failure }) => {
      const app = new Hono();
      app.onError(answerError);
      app.get("/sync/:name", ({ req }) => {
        throw failure(req.param("name"));
      });
      app.get("/fail/:name", async ({ req }) => {
        await Promise.resolve();
        throw failure(req.param("name"));
      });
      app.post(
        "/books",
        validator("json", (book) => book),
        (context) => context.json({}),
      );
      app.get("/late", () => {
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode("half"));
          },
          pull() {
            throw LATE;
          },
        });
        return new Response(body);
      });
      return listening(serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }));
    },
  });
});
