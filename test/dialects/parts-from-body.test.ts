import { describe, expect, it } from "vitest";
import { partsFromBody } from "../../src/dialects/parts-from-body.js";

const failed = { failed: true, httpStatus: 404 };
const open = { failed: false };
const missing = { code: 404, message: "no such book", status: "NOT_FOUND" };

describe("partsFromBody", () => {
  it.each([undefined, null, "text", 5, true, [], [5], ["text"], [[{ error: missing }]]])(
    "finds nothing in %j",
    (body) => {
      expect(partsFromBody(body, failed)).toBeUndefined();
    },
  );

  it("keeps the body as it was given", () => {
    const body = { error: missing };
    expect(partsFromBody(body, failed)?.body).toBe(body);
    const list = [{ result: 1 }, body];
    expect(partsFromBody(list, open)?.body).toBe(list);
    const nested = { error: { error: missing } };
    expect(partsFromBody(nested, failed)?.body).toBe(nested);
  });

  it("looks into envelopes around envelopes, as far as anybody nests them", () => {
    let body: object = { error: missing };
    for (let depth = 1; depth <= 4; depth++) {
      expect([depth, partsFromBody(body, failed)]).toMatchObject([
        depth,
        { code: 5, message: "no such book", dialect: "aip-193" },
      ]);
      body = { error: body };
    }
  });

  it("finds the first error of a list, which only has to be sure", () => {
    const list = [
      { result: 1 },
      { code: 500, message: "no error" },
      { error: missing },
      { error: { code: 13, message: "late" } },
    ];
    expect(partsFromBody(list, open)).toMatchObject({ code: 5, message: "no such book" });
  });

  it("takes the first entry of a list for the error where nothing is sure and all failed", () => {
    const list = [{ foo: "no such book", message: "no such book" }, {}];
    expect(partsFromBody(list, open)).toBeUndefined();
    expect(partsFromBody(list, failed)).toMatchObject({
      code: 5,
      message: "no such book",
      dialect: "plain-json",
    });
  });

  it("takes a list of typed details for a status of which nothing else is left", () => {
    const list = [{ "@type": "t/google.rpc.ErrorInfo", reason: "R" }, { "@type": "x/y.Z" }];
    const parts = partsFromBody(list, failed);
    expect(parts).toMatchObject({ code: 5, message: "", dialect: "google-status" });
    expect(parts?.details).toHaveLength(2);
  });

  it("finds the error at either end of a list of any length", () => {
    const answers = Array.from({ length: 10_000 }, () => ({ result: 1 }));
    expect(partsFromBody([{ error: missing }, ...answers], open)?.code).toBe(5);
    expect(partsFromBody([...answers, { error: missing }], open)?.code).toBe(5);
  });
});
