import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { create } from "@bufbuild/protobuf";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { checkBook } from "../../demo/cloud/books.js";
import { BookSchema } from "../../gen/example/library/v1/library_pb.js";
import { errorInfo, RpcError } from "../../src/entry/index.js";
import { judgeError } from "../../src/server/outgoing-error.js";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => {
    lines.push(words.map((word) => JSON.stringify(word) ?? "undefined").join(" "));
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveJson(status: number, body: object): Promise<{ server: Server; url: string }> {
  const server = createServer((_, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  return { server, url: await listening(server) };
}

function stop(server: Server): void {
  server.closeAllConnections();
  server.close();
}

const PAGES = [
  "README.md",
  "docs/servers.md",
  "docs/retry.md",
  "docs/operations.md",
  "docs/testing.md",
  "docs/explain.md",
];

describe.each(PAGES)("%s", (page) => {
  const text = read(page);
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  const shown = [...text.matchAll(/<!-- (examples\/[\w./-]+) -->\n```ts\n([\s\S]*?)```/g)];

  it("shows no TypeScript that is not a file of examples/", () => {
    expect(blocks.length).toBeGreaterThan(0);
    expect(shown.map(([, , code]) => code)).toEqual(blocks);
  });

  it.each(shown.map(([, path = "", code = ""]) => ({ path, code })))(
    "shows $path as it is",
    ({ path, code }) => {
      expect(code).toBe(read(path));
    },
  );

  it("links only to files and headings that exist", () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
    expect(targets.length).toBeGreaterThan(0);
    for (const [, path = "", heading] of targets) {
      const target = path === "" ? page : new URL(path, new URL(page, root)).pathname;
      expect(existsSync(new URL(target, root)), path).toBe(true);
      if (heading === undefined) continue;
      const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, words = ""]) => words);
      expect(headings.map((words) => words.toLowerCase().replaceAll(" ", "-"))).toContain(heading);
    }
  });
});

describe("README", () => {
  const readme = read("README.md");

  it("shows an error as it prints, the one of the demo", () => {
    const [, tree] = /```text\n([\s\S]*?)```/.exec(readme) ?? [];
    let error: unknown;
    try {
      checkBook(create(BookSchema));
    } catch (thrown) {
      error = thrown;
    }
    expect(`${inspect(error)}\n`).toBe(tree);
  });

  it("names only commands that package.json has", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const commands = [...readme.matchAll(/^\$ npm (?:run )?(\w+)/gm)].map(([, name = ""]) => name);
    for (const name of commands.filter((command) => command !== "install"))
      expect(scripts).toHaveProperty(name);
  });
});

describe("examples", () => {
  it("run over grpc-js, client against server", async () => {
    const { server, listen } = await import("../../examples/library/server.js");
    await import("../../examples/grpc-js-server.js");
    vi.stubEnv("LIBRARY_ADDRESS", await listen());
    await import("../../examples/grpc-js-client.js");
    server.forceShutdown();
    expect(lines).toEqual([
      '"BOOK_MISSING" "library.example"',
      expect.stringMatching(/^\["[\da-f-]{36}"\] undefined$/),
    ]);
  });

  it("run over grpc-js alone, where an error has no details", async () => {
    // The server of the other example has this service already.
    vi.resetModules();
    const { server, listen } = await import("../../examples/library/server.js");
    await import("../../examples/grpc-js-server-alone.js");
    vi.stubEnv("LIBRARY_ADDRESS", await listen());
    await import("../../examples/grpc-js-client.js");
    server.forceShutdown();
    expect(lines).toEqual(["undefined undefined", "[] undefined"]);
  });

  it("run over Connect, client against server", async () => {
    const { server } = await import("../../examples/connect-server.js");
    await new Promise((resolve) => {
      server.once("listening", resolve);
      if (server.listening) resolve(undefined);
    });
    vi.stubEnv("LIBRARY_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await import("../../examples/connect-client.js");
    stop(server);
    expect(lines).toEqual(['"NOT_FOUND" "BOOK_MISSING" "connect"']);
  });

  it("read foreign answers over Connect", async () => {
    const answer = { error: { code: 404, message: "gone", status: "NOT_FOUND" } };
    const { server, url } = await serveJson(404, answer);
    vi.stubEnv("LIBRARY_URL", url);
    await import("../../examples/connect-fetch.js");
    stop(server);
    expect(lines).toEqual(['"NOT_FOUND" "gone" undefined']);
  });

  it("reject with the error of an answer", async () => {
    const { server, url } = await serveJson(409, { code: 6, message: "taken", details: [] });
    vi.stubEnv("BOOKS_URL", url);
    await import("../../examples/fetch-errors.js");
    stop(server);
    expect(lines).toEqual(['"ALREADY_EXISTS" "taken" "server"', "409 undefined []"]);
  });

  it("throw the error in the middle of a stream", async () => {
    const events = [
      { choices: [{ delta: { content: "Once" } }] },
      { error: { message: "overloaded", type: "overloaded_error" } },
    ];
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
      response.end();
    });
    vi.stubEnv("COMPLETIONS_URL", await listening(server));
    await import("../../examples/stream-errors.js");
    stop(server);
    expect(lines).toEqual(['"UNAVAILABLE" "overloaded"', '"to be continued:" "Once"']);
  });

  it("wait for an operation", async () => {
    const error = {
      code: 9,
      message: "the room is too small",
      details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "SHELF_TOO_LARGE" }],
    };
    const { server, url } = await serveJson(200, { id: "op1", done: true, error });
    vi.stubEnv("OPERATIONS_URL", url);
    const { waitForShelf } = await import("../../examples/operation.js");
    await waitForShelf("op1");
    stop(server);
    expect(lines).toEqual(['"failed"', '"FAILED_PRECONDITION" "SHELF_TOO_LARGE"']);
  });

  it("explain what a provider answered", async () => {
    const body = { error: { type: "invalid_request_error", message: "Account is suspended" } };
    const { server, url } = await serveJson(412, body);
    vi.stubEnv("LLM_URL", url);
    const { complete } = await import("../../examples/explain.js");
    await expect(complete("hello")).rejects.toMatchObject({ httpStatus: 412 });
    stop(server);
    const [billing, text = ""] = lines;
    expect(billing).toMatch(/^"billing, please look:" "Check the account and its billing/);
    expect(text).toContain("FAILED_PRECONDITION (9), HTTP 412, Fireworks AI");
  });

  it("watch many operations", async () => {
    const { settle } = await import("../../examples/operation-batch.js");
    const error = { code: 9, message: "too large", details: [] };
    const later = await settle(["op1", "op2", "op3"], {
      get: async (id) => {
        if (id === "op3") throw new RpcError("PERMISSION_DENIED", "not yours");
        return { id, done: true, ...(id === "op2" && { error }) };
      },
    });
    expect(later).toEqual(["op3"]);
    expect(lines).toEqual(['"op1" "succeeded" undefined', '"op2" "failed" undefined']);
  });

  it("answer a batch whose parts fail one by one", async () => {
    const { getBooks, printResults } = await import("../../examples/partial-errors.js");
    const results = await getBooks(["1", "2", "3"], async (id) => {
      if (id === "1") return { id };
      if (id === "2") throw new RpcError("NOT_FOUND", "book 2 does not exist");
      throw new Error("password=hunter2");
    });
    // The policy reports what it hid.
    expect(lines.splice(0)).toEqual([expect.stringMatching(/^"hidden" "GetBooks" "[\da-f-]{36}"/)]);
    printResults(results);
    expect(lines).toEqual([
      '{"id":"1"}',
      '"NOT_FOUND: book 2 does not exist"',
      '"INTERNAL: internal error"',
    ]);
  });

  it("have a policy that maps, translates and reports", async () => {
    const { policy } = await import("../../examples/error-policy.js");
    const { DuplicateBook } = await import("../../examples/library/duplicate-book.js");
    const sent = (error: unknown, language = "en") =>
      judgeError(error, policy, {
        method: "GetBook",
        header: (name) => (name === "accept-language" ? language : undefined),
      }).sent;
    expect(sent(new DuplicateBook("42")).codeName).toBe("ALREADY_EXISTS");
    const details = [errorInfo({ reason: "BOOK_MISSING", metadata: { book: "42" } })];
    const missing = sent(new RpcError("NOT_FOUND", "m", { details }), "ru");
    expect(missing.domain).toBe("library.example");
    expect(missing.localizedMessage("ru")).toBe("Книги 42 нет.");
    expect(lines).toEqual([]);
    expect(sent(new Error("boom")).localizedMessage("en")).toBe("Something broke. We know.");
    expect(lines).toHaveLength(1);
  });
});
