import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../../src/entry/index.js";
import {
  type RestOperationsOptions,
  restOperations,
} from "../../../src/operation/sources/rest-operations.js";
import { withinASecond } from "../../fixtures/within-a-second.js";
import { rejection } from "../../http/http-server.js";
import { listContext } from "./poll-context.js";
import { type Answer, json, lines, serving } from "./rest-server.js";

const page = { operations: [{ name: "operations/1" }], nextPageToken: "2" };

const list = (options: Omit<RestOperationsOptions, "style">, context = listContext().context) =>
  Promise.resolve(restOperations({ ...options, style: "google" }).list?.(context));

const failureOf = async (promise: Promise<unknown>) => {
  const error = await rejection(promise);
  expect(error).toBeInstanceOf(RpcError);
  return error as RpcError;
};

describe("the list of restOperations", () => {
  it.each([
    ["operations", "/v1/operations"],
    ["projects/p 1/locations/-", "/v1/projects/p%201/locations/-/operations"],
    ["projects/p/operations", "/v1/projects/p/operations"],
    ["operations/projects/p", "/v1/operations/projects/p/operations"],
    ["my-operations", "/v1/my-operations/operations"],
  ])("of %s is at %s", async (parent, path) => {
    await serving(json(200, page), async (url, asked) => {
      expect(await list({ url, parent })).toEqual(page);
      expect(lines(asked)).toEqual([`GET ${path}?pageSize=500`]);
    });
  });

  it("is asked for by the filter, the size and the token, which any server can read", async () => {
    await serving(json(200, page), async (url, asked) => {
      const filter = 'done=false AND name:"a+b&c#%"';
      const { context } = listContext("2/+ =полка");
      await list(
        { url: `${url}/api`, version: "v2", parent: "operations", filter, pageSize: 7 },
        context,
      );
      const [path = "", query = ""] = (asked[0]?.url ?? "").split("?");
      expect(path).toBe("/api/v2/operations");
      // Read as a URL, not as a form: there a plus is a plus.
      const read = query.split("&").map((part) => part.split("=").map(decodeURIComponent));
      expect(Object.fromEntries(read)).toEqual({ pageSize: "7", pageToken: "2/+ =полка", filter });
      expect(query).not.toContain("+");
    });
  });

  it("takes half a character in a token that a server made up", async () => {
    await serving(json(200, page), async (url) => {
      const { context } = listContext("\ud83d");
      expect(await list({ url, parent: "operations" }, context)).toEqual(page);
    });
  });

  it("may have an empty page, of which JSON leaves everything out", async () => {
    await serving(json(200, {}), async (url) => {
      const empty = await list({ url, parent: "operations" });
      expect(empty).toEqual({ operations: [], nextPageToken: "" });
    });
  });

  it.each([404, 405, 501])("rejects with UNIMPLEMENTED for HTTP %d", async (status) => {
    const answer: Answer = (response) =>
      response.writeHead(status, { "x-request-id": "req-9" }).end("no such path");
    await serving(answer, async (url) => {
      const error = await failureOf(list({ url, parent: "operations" }));
      expect(error).toMatchObject({ code: Code.UNIMPLEMENTED, httpStatus: status });
      expect(error.requestIds).toEqual(["req-9"]);
    });
  });

  it("rejects with what the server says, for any other failure", async () => {
    const body = { error: { code: 429, status: "RESOURCE_EXHAUSTED", message: "slow down" } };
    await serving(json(429, body), async (url) => {
      const error = await failureOf(list({ url, parent: "operations" }));
      expect(error).toMatchObject({ code: Code.RESOURCE_EXHAUSTED, message: "slow down" });
    });
  });

  it.each([
    { what: "no array", body: '{"operations":7}' },
    { what: "no object", body: "[]" },
    { what: "no JSON", body: "<html>please log in</html>" },
    { what: "nothing", body: "" },
  ])("rejects with INTERNAL an answer that is $what", async ({ body }) => {
    await serving(
      (response) => response.end(body),
      async (url) => {
        const error = await failureOf(list({ url, parent: "operations" }));
        expect(error.code).toBe(Code.INTERNAL);
      },
    );
  });

  it("rejects, and does not hang, where a token is too long for any server", async () => {
    await serving(json(200, page), async (url, asked) => {
      const { context } = listContext("x".repeat(4 << 20));
      const error = await withinASecond(failureOf(list({ url, parent: "operations" }, context)));
      expect(error).toBeInstanceOf(RpcError);
      expect(asked).toEqual([]);
    });
  });

  it("ends when its time is over", async () => {
    await serving(
      () => {},
      async (url) => {
        const { context } = listContext("", 100);
        const listed = failureOf(list({ url, parent: "operations" }, context));
        expect(((await withinASecond(listed)) as RpcError).code).toBe(Code.DEADLINE_EXCEEDED);
      },
    );
  });

  it("is there only where it is known whose operations are listed", () => {
    const url = "http://127.0.0.1";
    expect(restOperations({ url })).not.toHaveProperty("list");
    expect(restOperations({ url, style: "google" })).not.toHaveProperty("list");
  });
});
