import { describe, expect, it } from "vitest";
import { answer } from "../../examples/http-server/fetch.js";
import { errorFromResponse } from "../../src/http/error-from-response.js";

describe("a function from Request to Response", () => {
  it("answers with the book, or with an error and all its details", async () => {
    const found = await answer(new Request("https://library.example/v1/books/1"));
    expect(await found.json()).toEqual({ id: "1", title: "Faust" });
    const headers = { "x-request-id": "r-17" };
    const missing = await answer(new Request("https://library.example/v1/books/42", { headers }));
    expect(missing.status).toBe(404);
    expect(await errorFromResponse(missing)).toMatchObject({
      code: 5,
      reason: "BOOK_MISSING",
      requestIds: ["r-17"],
    });
  });

  it("has no body for HEAD", async () => {
    const missing = await answer(
      new Request("https://library.example/v1/books/42", { method: "HEAD" }),
    );
    expect([missing.status, await missing.text()]).toEqual([404, ""]);
  });
});
