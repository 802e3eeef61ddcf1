import { connectNodeAdapter } from "@connectrpc/connect-node";
import { describe, expect, it, vi } from "vitest";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { serverInterceptor } from "../../src/entry/connect.js";
import { failsFirst, faust } from "./fails-first.js";
import { listening, serve, stop } from "./local-server.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();

describe("examples/connect-node", () => {
  it("run over Connect, client against server", async () => {
    const { server } = await import("../../examples/connect-node/serve-books.js");
    const service = await listening(server);
    vi.stubEnv("LIBRARY_URL", service.url);
    await import("../../examples/connect-node/client.js");
    stop(service);
    expect(lines).toEqual(['"NOT_FOUND" "BOOK_MISSING" "connect"']);
  });

  it("repeat calls over Connect", async () => {
    const handler = connectNodeAdapter({
      interceptors: [serverInterceptor()],
      routes: (router) => router.service(LibraryService, { getBook: failsFirst() }),
    });
    const service = await serve(handler);
    vi.stubEnv("LIBRARY_URL", service.url);
    const { book } = await import("../../examples/connect-node/retries.js");
    stop(service);
    expect(book).toMatchObject(faust.book);
  });
});
