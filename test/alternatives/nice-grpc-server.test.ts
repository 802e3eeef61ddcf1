import { type CallContext, createServer, ServerError } from "nice-grpc";
import {
  BadRequest,
  ErrorInfo,
  errorDetailsServerMiddleware,
  RichServerError,
} from "nice-grpc-error-details";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { BookSchema } from "../../gen/example/library/v1/library_pb.js";
import { guard } from "../../src/entry/grpc-js.js";
import { RpcError } from "../../src/entry/index.js";
import { NO_ANSWER } from "../fixtures/within-a-second.js";
import { withLibrary } from "../grpc-js/library-server.js";
import { withOperationsServer } from "../sdk/operations-server.js";
import { HEARS_NOTHING } from "./hears-nothing.js";
import { definition, failureOn } from "./nice-grpc-failure.js";
import { manyViolations } from "./rich-error.js";

/** What a nice-grpc client gets of a nice-grpc server whose handler throws this. */
async function thrown(error: () => unknown): Promise<unknown> {
  const server = createServer().use(errorDetailsServerMiddleware);
  server.add(definition, {
    async getOperation(_request: Buffer, _context: CallContext): Promise<Buffer> {
      throw error();
    },
  });
  try {
    return await failureOn(await server.listen("127.0.0.1:0"));
  } finally {
    server.forceShutdown();
  }
}

/** Keeps what nice-grpc warns of out of the tests' output. */
function warnings() {
  const warned = vi.spyOn(process, "emitWarning").mockReturnValue();
  onTestFinished(() => warned.mockRestore());
  return warned;
}

describe("a server of nice-grpc with nice-grpc-error-details", () => {
  it("sends the details of an async handler", async () => {
    const info = ErrorInfo.fromPartial({ reason: "BOOK_MISSING" });
    const error = await thrown(() => new RichServerError(5, "no book 42", [info]));
    expect(error).toMatchObject({ code: 5, details: "no book 42", extra: [info] });
  });

  it("keeps the text of any Error inside, and warns of it", async () => {
    const warned = warnings();
    expect(await thrown(() => new Error("password=hunter2"))).toMatchObject({
      code: 2,
      details: "Unknown server error occurred",
    });
    expect(warned).toHaveBeenCalledWith(expect.stringContaining("password=hunter2"));
  });

  it("keeps the error of another service inside", async () => {
    warnings();
    const upstream = await withOperationsServer(
      (_, callback) => callback({ code: 5, details: "no table secrets" }),
      (port) => failureOn(port),
    );
    expect(upstream).toMatchObject({ code: 5, details: "no table secrets" });
    expect(await thrown(() => upstream)).toMatchObject({
      code: 2,
      details: "Unknown server error occurred",
    });
  });

  it("replaces a whole error of which one detail is of a type that it does not carry", async () => {
    warnings();
    const own = { $type: "example.library.v1.Book" } as never;
    expect(await thrown(() => new RichServerError(5, "no book 42", [own]))).toMatchObject({
      code: 2,
      details: "Unknown server error occurred",
    });
    // With guard it goes out as any other detail does.
    const ours = guard({
      async getBook() {
        const details = [{ schema: BookSchema, value: { id: "42" } }];
        throw new RpcError("NOT_FOUND", "no book 42", { details });
      },
    } as never);
    const { error } = await withLibrary(ours, (calls) => calls.unary());
    expect(RpcError.from(error)).toMatchObject({ code: 5, message: "no book 42" });
    expect(RpcError.from(error).find(BookSchema)?.id).toBe("42");
  });

  it("sends details too large for its clients, which hear nothing, or INTERNAL", async () => {
    const badRequest = BadRequest.fromPartial({ fieldViolations: manyViolations });
    const heard = await thrown(() => new RichServerError(3, "no titles", [badRequest]));
    if (HEARS_NOTHING) expect(heard).toBe(NO_ANSWER);
    else expect(heard).toMatchObject({ code: 13 });
  });

  it("answers with what a ServerError says", async () => {
    expect(await thrown(() => new ServerError(9, "closed"))).toMatchObject({
      code: 9,
      details: "closed",
    });
  });
});
