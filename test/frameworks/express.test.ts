import express from "express";
import { describe } from "vitest";
import { answerError, server } from "../../examples/express.js";
import { LATE, testFramework } from "./framework-suite.js";
import { listening } from "./listening.js";

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
});
