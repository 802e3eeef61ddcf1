import { getEventListeners } from "node:events";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { Code, RpcError } from "../../../src/entry/index.js";
import {
  type RestOperationsOptions,
  restOperations,
} from "../../../src/operation/sources/rest-operations.js";
import { withinASecond } from "../../fixtures/within-a-second.js";
import { rejection } from "../../http/http-server.js";
import { pollContext } from "./poll-context.js";
import { type Answer, json, lines, serving } from "./rest-server.js";

const running = json(200, { id: "fhm1", done: false }, { "x-operation-poll-interval": "7" });

const get = (options: RestOperationsOptions, id = "fhm1", context = pollContext().context) =>
  restOperations(options).get(id, context);

const failureOf = async (promise: PromiseLike<unknown>) => {
  const error = await rejection(Promise.resolve(promise));
  expect(error).toBeInstanceOf(RpcError);
  return error as RpcError;
};

describe("restOperations", () => {
  it("fetches an operation of Yandex Cloud and hands over the headers", async () => {
    await serving(running, async (url, asked) => {
      const { context, header } = pollContext();
      expect(await get({ url }, "fhm1", context)).toEqual({ id: "fhm1", done: false });
      expect(lines(asked)).toEqual(["GET /operations/fhm1"]);
      expect(header("x-operation-poll-interval")).toEqual(["7"]);
      expect(asked[0]?.headers.accept).toBe("application/json");
    });
  });

  it.each([
    ["a/b", "/operations/a%2Fb"],
    ["a b?c#d%", "/operations/a%20b%3Fc%23d%25"],
    ["a:cancel", "/operations/a%3Acancel"],
    ["...", "/operations/..."],
    ["😀", "/operations/%F0%9F%98%80"],
  ])("encodes the id %s as one segment", async (id, path) => {
    await serving(running, async (url, asked) => {
      await get({ url }, id);
      expect(lines(asked)).toEqual([`GET ${path}`]);
    });
  });

  it.each([
    ["operations/7", "/v1/operations/7"],
    ["projects/p 1/operations/a:cancel", "/v1/projects/p%201/operations/a%3Acancel"],
  ])("keeps the slashes of Google's name %s", async (name, path) => {
    await serving(running, async (url, asked) => {
      await get({ url, style: "google" }, name);
      expect(lines(asked)).toEqual([`GET ${path}`]);
    });
  });

  it.each(["", ".", "..", "\ud83d", "\udc00x"])(
    "asks nobody for the id %j, which no URL can carry",
    async (id) => {
      await serving(running, async (url, asked) => {
        expect((await failureOf(get({ url }, id))).code).toBe(Code.INVALID_ARGUMENT);
        expect(asked).toEqual([]);
      });
    },
  );

  it.each(["operations/../7", "/operations/7", "operations//7", "operations/"])(
    "asks nobody for Google's name %s, which would be another path",
    async (name) => {
      await serving(running, async (url, asked) => {
        const error = await failureOf(get({ url, style: "google" }, name));
        expect(error.code).toBe(Code.INVALID_ARGUMENT);
        expect(asked).toEqual([]);
      });
    },
  );

  it("adds its paths to the path of the url, and takes another version", async () => {
    await serving(running, async (url, asked) => {
      await get(
        { url: new URL(`${url}/api/`), style: "google", version: "v1beta" },
        "operations/7",
      );
      await get({ url: `${url}/api` });
      expect(lines(asked)).toEqual(["GET /api/v1beta/operations/7", "GET /api/operations/fhm1"]);
    });
  });

  it("cancels by POST and gives what was answered", async () => {
    await serving(running, async (url, asked) => {
      const { signal } = new AbortController();
      const answer = await restOperations({ url }).cancel?.("fhm1", { signal });
      expect(answer).toEqual({ id: "fhm1", done: false });
      await restOperations({ url, style: "google" }).cancel?.("operations/7", { signal });
      expect(lines(asked)).toEqual([
        "POST /operations/fhm1:cancel",
        "POST /v1/operations/7:cancel",
      ]);
      expect(asked.map(({ body }) => body)).toEqual(["{}", "{}"]);
      expect(asked.map(({ headers }) => headers["content-type"])).toEqual([
        "application/json",
        "application/json",
      ]);
    });
  });

  it("cancels by GET where told so", async () => {
    await serving(running, async (url, asked) => {
      const { signal } = new AbortController();
      await restOperations({ url, cancelMethod: "GET" }).cancel?.("fhm1", { signal });
      expect(lines(asked)).toEqual(["GET /operations/fhm1:cancel"]);
      expect(asked[0]?.body).toBe("");
    });
  });

  it("takes an empty answer to a cancel", async () => {
    const empty: Answer = (response) => response.writeHead(200).end();
    await serving(empty, async (url) => {
      const { signal } = new AbortController();
      expect(await restOperations({ url }).cancel?.("fhm1", { signal })).toBeUndefined();
    });
  });

  it("lets a server of Google's style wait, a little less than the call may take", async () => {
    await serving(json(200, { name: "operations/7", done: true }), async (url, asked) => {
      const source = restOperations({ url, style: "google" });
      const answer = await source.wait?.("operations/7", pollContext(60_000).context);
      expect(answer).toEqual({ name: "operations/7", done: true });
      expect(lines(asked)).toEqual(["POST /v1/operations/7:wait"]);
      expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ timeout: "55s" });
    });
  });

  it.each([404, 405, 501])("rejects a wait with UNIMPLEMENTED for HTTP %d", async (status) => {
    const answer: Answer = (response) =>
      response.writeHead(status, { "x-request-id": "req-9" }).end("no such path");
    await serving(answer, async (url) => {
      const source = restOperations({ url, style: "google" });
      const error = await failureOf(source.wait?.("operations/7", pollContext().context) as never);
      expect(error.code).toBe(Code.UNIMPLEMENTED);
      expect(error.requestIds).toEqual(["req-9"]);
      expect(error.httpStatus).toBe(status);
    });
  });

  it("rejects a wait with what the server says, for any other failure", async () => {
    await serving(json(403, { error: { code: 403, status: "PERMISSION_DENIED" } }), async (url) => {
      const source = restOperations({ url, style: "google" });
      const error = await failureOf(source.wait?.("operations/7", pollContext().context) as never);
      expect(error.code).toBe(Code.PERMISSION_DENIED);
    });
  });

  it("has no wait in the style of Yandex Cloud", () => {
    expect(restOperations({ url: "http://127.0.0.1" }).wait).toBeUndefined();
  });

  it("rejects with an RpcError that has details and request ids", async () => {
    const reason = { reason: "SHELVES", domain: "library.example" };
    const body = {
      code: 8,
      message: "quota exceeded",
      details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", ...reason }],
    };
    await serving(json(429, body, { "x-request-id": "req-9", "retry-after": "3" }), async (url) => {
      const { context, header } = pollContext();
      const error = await failureOf(get({ url }, "fhm1", context));
      expect(error.code).toBe(Code.RESOURCE_EXHAUSTED);
      expect(error.reason).toBe("SHELVES");
      expect(error.requestIds).toEqual(["req-9"]);
      expect(error.origin).toBe("server");
      expect(header("retry-after")).toEqual(["3"]);
    });
  });

  it("follows no redirect, whose host is not to have the headers", async () => {
    let reached = 0;
    const elsewhere: Answer = (response, asked) => {
      reached++;
      running(response, asked);
    };
    await serving(elsewhere, async (other) => {
      const moved: Answer = (response) =>
        response
          .writeHead(302, { location: `${other}/operations/fhm1`, "x-request-id": "req-9" })
          .end();
      await serving(moved, async (url) => {
        const headers = { authorization: "Bearer t", "x-api-key": "k" };
        const error = await failureOf(get({ url, headers }));
        expect(error).toMatchObject({ code: Code.FAILED_PRECONDITION, httpStatus: 302 });
        expect(error.requestIds).toEqual(["req-9"]);
      });
    });
    expect(reached).toBe(0);
  });

  it("rejects with UNAVAILABLE where nobody listens", async () => {
    const url = await serving(running, async (address) => address);
    const error = await failureOf(get({ url }));
    expect(error.code).toBe(Code.UNAVAILABLE);
    expect(error.origin).toBe("transport");
  });

  it.each([
    { what: "is no JSON", body: "<html>please log in</html>", code: Code.INTERNAL },
    { what: "is half a JSON", body: '{"id":"fhm1"', code: Code.INTERNAL },
    { what: "is too long", body: " ".repeat((16 << 20) + 1), code: Code.OUT_OF_RANGE },
  ])("rejects, with the request ids, a success whose body $what", async ({ body, code }) => {
    const answer: Answer = (response) =>
      response.writeHead(200, { "x-request-id": "req-9" }).end(body);
    await serving(answer, async (url) => {
      const error = await failureOf(get({ url }));
      expect(error.code).toBe(code);
      expect(error.origin).toBe("transport");
      expect(error.requestIds).toEqual(["req-9"]);
    });
  });

  it("rejects with UNAVAILABLE a success whose body breaks off", async () => {
    const answer: Answer = (response) => {
      response.writeHead(200, { "x-request-id": "req-9", "content-length": "100" });
      response.write('{"id":', () => response.destroy());
    };
    await serving(answer, async (url) => {
      const error = await failureOf(get({ url }));
      expect(error.code).toBe(Code.UNAVAILABLE);
      expect(error.requestIds).toEqual(["req-9"]);
    });
  });

  it("sends the headers that a function gives, anew with each call", async () => {
    await serving(running, async (url, asked) => {
      let count = 0;
      const headers = async () => ({ authorization: `Bearer ${++count}` });
      const source = restOperations({ url, headers });
      await source.get("fhm1", pollContext().context);
      await source.get("fhm1", pollContext().context);
      expect(asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer 1", "Bearer 2"]);
    });
  });

  it("leaves the caller's headers as they are", async () => {
    await serving(running, async (url, asked) => {
      const headers = new Headers({ accept: "application/json;q=1" });
      const { signal } = new AbortController();
      await restOperations({ url, headers }).cancel?.("fhm1", { signal });
      expect([...headers]).toEqual([["accept", "application/json;q=1"]]);
      expect(asked[0]?.headers.accept).toBe("application/json;q=1");
    });
  });

  it("calls by the fetch that it is given", async () => {
    await serving(running, async (url) => {
      const urls: unknown[] = [];
      const counting = (input: string, init: RequestInit) => {
        urls.push(input);
        return fetch(input, init);
      };
      await get({ url, fetch: counting as never });
      expect(urls).toEqual([`${url}/operations/fhm1`]);
    });
  });

  it("ends a call that is never answered when its time is over", async () => {
    await serving(
      () => {},
      async (url) => {
        const { context } = pollContext(100);
        const error = await withinASecond(failureOf(get({ url }, "fhm1", context)));
        expect((error as RpcError).code).toBe(Code.DEADLINE_EXCEEDED);
      },
    );
  });

  it.each([
    { when: "before the answer", answer: (_response: ServerResponse) => {} },
    {
      when: "in the middle of the body",
      answer: (response: ServerResponse) => {
        response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
      },
    },
  ])("closes the connection when the signal is aborted $when", async ({ answer }) => {
    let onAnswer = (_closed: Promise<void>) => {};
    const served = new Promise<Promise<void>[]>((resolve) => {
      onAnswer = (closed) => resolve([closed]);
    });
    const open: Answer = (response) => {
      answer(response);
      onAnswer(new Promise((resolve) => response.once("close", resolve)));
    };
    await serving(open, async (url) => {
      const { abort, context } = pollContext();
      const polled = failureOf(get({ url }, "fhm1", context));
      const [closed] = await served;
      const reason = new Error("nobody waits");
      abort.abort(reason);
      const error = (await withinASecond(polled)) as RpcError;
      expect(error.code).toBe(Code.CANCELLED);
      expect(error.cause).toBe(reason);
      expect(await withinASecond(closed ?? Promise.reject())).toBeUndefined();
      expect(getEventListeners(abort.signal, "abort")).toEqual([]);
    });
  });

  it.each([
    { what: "no url", options: {}, text: /^url must be .* not undefined/ },
    { what: "a relative url", options: { url: "/api" }, text: /^url must be .* not "\/api"/ },
    {
      what: "another scheme",
      options: { url: "ftp://a" },
      text: /^url must be .* not "ftp:\/\/a"/,
    },
    { what: "credentials", options: { url: "http://me:secret@a" }, text: /^url must have no cred/ },
    {
      what: "a query",
      options: { url: "http://a/?b" },
      text: /^url must have no credentials, query/,
    },
    {
      what: "a style",
      options: { url: "http://a", style: "aws" },
      text: /^style must be .* not "aws"/,
    },
    { what: "a fetch", options: { url: "http://a", fetch: 7 }, text: /^fetch must be .* not 7/ },
    {
      what: "headers",
      options: { url: "http://a", headers: 7 },
      text: /^headers must be .* not 7/,
    },
    {
      what: "a method",
      options: { url: "http://a", cancelMethod: "PUT" },
      text: /^cancelMethod must be .* not "PUT"/,
    },
    {
      what: "a version",
      options: { url: "http://a", style: "google", version: 2 },
      text: /^version must be .* not 2/,
    },
    {
      what: "a parent in the style of Yandex Cloud",
      options: { url: "http://a", parent: "operations" },
      text: /^parent is for the style "google"/,
    },
    {
      what: "a filter of no list",
      options: { url: "http://a", style: "google", filter: "done=false" },
      text: /^filter needs a parent/,
    },
  ])("throws a TypeError that names what is wrong: $what", ({ options, text }) => {
    expect(() => restOperations(options as never)).toThrow(TypeError);
    expect(() => restOperations(options as never)).toThrow(text);
  });
});
