import { describe, expect, it } from "vitest";
import { errorFromResponse } from "../../src/http/error-from-response.js";
import { listening } from "./listening.js";
import { onFreePort } from "./on-free-port.js";

const { server } = await onFreePort(() => import("../../examples/http-server/node-http.js"));

describe("node:http", () => {
  it("answers with the book, or with an error and all its details", async () => {
    const { port, stop } = await listening(server);
    const url = `http://127.0.0.1:${port}/v1/books`;
    const found = await fetch(`${url}/1`);
    const missing = await fetch(`${url}/42`);
    stop();
    expect([found.status, await found.json()]).toEqual([200, { id: "1", title: "Faust" }]);
    expect(missing.status).toBe(404);
    expect(await errorFromResponse(missing)).toMatchObject({ code: 5, reason: "BOOK_MISSING" });
  });
});
