import { Server, ServerCredentials } from "@grpc/grpc-js";
import { describe, expect, it, vi } from "vitest";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { guard } from "../../src/entry/grpc-js.js";
import { failsFirst, faust } from "./fails-first.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();

describe("examples/grpc-js-client", () => {
  it("run over grpc-js, client against server", async () => {
    const { server, listen } = await import("../../examples/library/server.js");
    await import("../../examples/grpc-js-server/serve-books.js");
    vi.stubEnv("LIBRARY_ADDRESS", await listen());
    await import("../../examples/grpc-js-client/get-book.js");
    server.forceShutdown();
    expect(lines).toEqual([
      '"BOOK_MISSING" "library.example"',
      expect.stringMatching(/^\["[\da-f-]{36}"\] undefined$/),
    ]);
  });

  it("repeat calls of a grpc-js client", async () => {
    const server = new Server();
    server.addService(grpcService(LibraryService), guard({ getBook: failsFirst() }));
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    vi.stubEnv("LIBRARY_ADDRESS", `127.0.0.1:${port}`);
    const { book } = await import("../../examples/grpc-js-client/retries.js");
    server.forceShutdown();
    expect(book).toMatchObject(faust);
  });
});
