import express from "express";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import { errorFromResponse } from "../../src/http/error-from-response.js";
import { LATE, testFramework } from "./framework-suite.js";
import { listening } from "./listening.js";
import { onFreePort } from "./on-free-port.js";

const { answerError, server } = await onFreePort(
  () => import("../../examples/http-server/express.js"),
);

describe("Express", () => {
  testFramework({
    // What is null is no error to it, but a route that was not found.
    hasHandlerFor: (thrown) => thrown !== null,
    tellsOfLateErrors: true,
    example: () => listening(server),
    start: ({ failure }) => {
      const app = express().use(express.json());
      app.get("/sync/:name", ({ params: { name } }) => {
        throw failure(name);
      });
      app.get("/fail/:name", async ({ params: { name } }) => {
        await Promise.resolve();
        throw failure(name);
      });
      app.post("/books", (_, response) => void response.end());
      app.get("/late", async (_, response) => {
        response.write("half");
        throw LATE;
      });
      app.use(answerError);
      return listening(app.listen(0, "127.0.0.1"));
    },
  });

  it("leaves a body that is too large 413", async () => {
    await withFailing(async (url) => {
      const response = await fetch(`${url}/books`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ title: "x".repeat(200_000) }),
      });
      expect(response.status).toBe(413);
      expect(await errorFromResponse(response)).toMatchObject({
        httpStatus: 413,
        origin: "server",
      });
    });
  });

  it("says of a file that is not there no more than 404", async () => {
    await withFailing(async (url) => {
      const response = await fetch(`${url}/files/hidden-name.pdf`);
      expect(response.status).toBe(404);
      const body = await response.text();
      expect(body).toContain("Not Found");
      expect(body).not.toMatch(/hidden-name|secret-shelves/);
    });
  });

  it("answers in full where a handler had begun another answer", async () => {
    await withFailing(async (url) => {
      const response = await fetch(`${url}/begun`);
      expect(response.headers.get("content-type")).toMatch(/^application\/json\b/);
      expect(await errorFromResponse(response)).toMatchObject({ message: "the list is empty" });
    });
  });
});

async function withFailing(use: (url: string) => Promise<void>): Promise<void> {
  const app = express().use(express.json());
  app.post("/books", (_, response) => void response.end());
  app.get("/files/:name", ({ params: { name } }, response) => {
    response.sendFile(name, { root: "/secret-shelves" });
  });
  app.get("/begun", (_, response) => {
    response.set({ "content-type": "text/csv", "content-length": "3" });
    throw new RpcError("NOT_FOUND", "the list is empty");
  });
  app.use(answerError);
  const { port, stop } = await listening(app.listen(0, "127.0.0.1"));
  try {
    await use(`http://127.0.0.1:${port}`);
  } finally {
    stop();
  }
}
