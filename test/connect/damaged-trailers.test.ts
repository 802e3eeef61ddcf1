import { create, toBinary } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import {
  GetBookResponseSchema,
  LibraryService,
  ListBooksResponseSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { clientInterceptor } from "../../src/entry/connect.js";
import { RpcError } from "../../src/entry/index.js";
import { DAMAGED } from "../fixtures/damaged-trailers.js";
import { withRawServer } from "../fixtures/raw-grpc-server.js";
import { transportFor } from "./library-server.js";

function client(port: number, interceptors = [clientInterceptor()]) {
  return createClient(
    LibraryService,
    transportFor("grpc/2", `http://127.0.0.1:${port}`, interceptors),
  );
}

async function listBooks(port: number, interceptors = [clientInterceptor()]) {
  const messages: unknown[] = [];
  try {
    for await (const message of client(port, interceptors).listBooks({})) messages.push(message);
    return { messages };
  } catch (error) {
    return { messages, error };
  }
}

const book = toBinary(GetBookResponseSchema, create(GetBookResponseSchema, { book: { id: "1" } }));
const listed = toBinary(
  ListBooksResponseSchema,
  create(ListBooksResponseSchema, { book: { id: "1" } }),
);

describe("clientInterceptor", () => {
  it.each(DAMAGED)("reads the status of a stream over gRPC in spite of $name", async (row) => {
    await withRawServer({ messages: [listed], trailers: row.trailers }, async (port) => {
      const { messages, error } = await listBooks(port);
      expect(messages).toHaveLength(1);
      const decoded = RpcError.from(error);
      expect(decoded.code).toBe(row.code);
      expect(decoded.message).toBe(row.message);
      expect(decoded.via).toBe("grpc");
    });
  });

  it("keeps Connect from taking a failure for a success because the proto says 0", async () => {
    const zero = DAMAGED.find(({ name }) => name === "a proto code of 0");
    await withRawServer({ messages: [book], trailers: zero?.trailers ?? {} }, async (port) => {
      // Connect alone resolves: the reason for this test.
      await expect(client(port, []).getBook({})).resolves.toMatchObject({ book: { id: "1" } });
      const error = await client(port)
        .getBook({})
        .catch((e: unknown) => e);
      expect(RpcError.from(error)).toMatchObject({
        code: 5,
        message: "no such book",
        reason: "BOOK_MISSING",
        problems: [{ kind: "code-mismatch" }],
      });
    });
  });

  it("keeps a bad percent escape from replacing the error of a stream", async () => {
    const trailers = { "grpc-status": "5", "grpc-message": "100%zz gone" };
    await withRawServer({ messages: [listed], trailers }, async (port) => {
      expect(RpcError.from((await listBooks(port, [])).error).code).not.toBe(5);
      expect(RpcError.from((await listBooks(port)).error)).toMatchObject({
        code: 5,
        message: "100%zz gone",
      });
    });
  });
});
