import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../../src/entry/index.js";
import { readPage } from "../../../src/operation/sources/read-page.js";

function thrownFor(json: unknown): unknown {
  try {
    return readPage(json);
  } catch (thrown) {
    return thrown;
  }
}

describe("readPage", () => {
  const operations = [{ name: "operations/7", done: true }, 7, null];

  it("gives the operations as they are, and the token of the next page", () => {
    const page = { operations, nextPageToken: "2" };
    expect(readPage(page)).toEqual(page);
    expect(readPage({ operations, next_page_token: "2" })).toEqual(page);
  });

  it.each([
    "{}",
    '{"operations":null,"nextPageToken":null}',
    '{"operations":[],"nextPageToken":""}',
    '{"unreachable":["projects/p/locations/l"]}',
    '{"__proto__":{"operations":[{"name":"operations/7"}],"nextPageToken":"2"}}',
  ])("takes %s for an empty page, and the last", (text) => {
    expect(readPage(JSON.parse(text))).toEqual({ operations: [], nextPageToken: "" });
  });

  it.each([
    "[]",
    '[{"operations":[]}]',
    "7",
    '"operations"',
    "null",
    '{"operations":7}',
    '{"operations":{"length":1}}',
    '{"operations":"abc"}',
    '{"nextPageToken":7}',
    '{"operations":[],"nextPageToken":["a"]}',
  ])("rejects %s with INTERNAL", (text) => {
    const error = thrownFor(JSON.parse(text));
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({
      code: Code.INTERNAL,
      message: "the answer is no page of operations",
    });
  });

  it("rejects an empty body with INTERNAL", () => {
    expect(thrownFor(undefined)).toMatchObject({ code: Code.INTERNAL });
  });

  it("throws the error that came in place of a page", () => {
    const body = { error: { code: 403, message: "not yours", status: "PERMISSION_DENIED" } };
    const error = thrownFor(body);
    expect(error).toMatchObject({ code: Code.PERMISSION_DENIED, message: "not yours" });
  });
});
