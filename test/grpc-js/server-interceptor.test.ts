import { Metadata, status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { clientInterceptor, guard, serverInterceptor } from "../../src/entry/grpc-js.js";
import { Code, errorInfo, RpcError } from "../../src/entry/index.js";
import { received, withLibrary } from "./library-server.js";

type Callback = (error: unknown, value?: unknown, trailer?: Metadata) => void;

const SECRET = "password=hunter2";

const notFound = () =>
  new RpcError("NOT_FOUND", "no such book", {
    details: [errorInfo({ reason: "BOOK_MISSING", domain: "library.example" })],
    metadata: { "x-shelf": "poetry", "grpc-status": "0", authorization: "none" },
  });

async function outcome(
  getBook: (call: unknown, callback: Callback) => void,
  onError = (_: unknown) => {},
) {
  const options = { server: { interceptors: [serverInterceptor({ onError })] } };
  const { error } = await withLibrary({ getBook } as never, (calls) => calls.unary(), options);
  return { error, decoded: RpcError.from(error) };
}

describe("serverInterceptor", () => {
  it("sends an RpcError that was called back as it is, details and headers included", async () => {
    const { error, decoded } = await outcome((_call, callback) => callback(notFound()));
    expect(decoded).toMatchObject({
      code: Code.NOT_FOUND,
      message: "no such book",
      reason: "BOOK_MISSING",
    });
    expect(error?.metadata.get("x-shelf")).toEqual(["poetry"]);
  });

  it("sends an RpcError that was emitted on a stream", async () => {
    const listBooks = (call: { emit(event: string, error: unknown): void }) =>
      call.emit("error", notFound());
    const options = { server: { interceptors: [serverInterceptor()] } };
    const { error } = await withLibrary(
      { listBooks } as never,
      (calls) => calls.serverStream(),
      options,
    );
    expect(RpcError.from(error).reason).toBe("BOOK_MISSING");
  });

  it("keeps the text of a plain error inside and reports it", async () => {
    const reports: unknown[] = [];
    const { error, decoded } = await outcome(
      (_call, callback) => callback(new Error(SECRET)),
      (e) => reports.push(e),
    );
    expect(decoded).toMatchObject({ code: Code.INTERNAL, message: "internal error" });
    expect(decoded.requestIds).toHaveLength(1);
    expect(received(error)).not.toContain(SECRET);
    expect(String(reports[0])).toContain(SECRET);
  });

  it("turns a synchronous throw, which grpc-js calls UNKNOWN, into INTERNAL with an id", async () => {
    const { decoded } = await outcome(() => {
      throw notFound();
    });
    expect(decoded.code).toBe(Code.INTERNAL);
    expect(decoded.requestIds).toHaveLength(1);
  });

  it.each([0, 99, -1])(
    "turns the code %d, which is none of a failure, into INTERNAL",
    async (code) => {
      const { error } = await outcome((_call, callback) => callback({ code, details: SECRET }));
      if (code === 0) expect(error?.code).toBe(status.UNIMPLEMENTED);
      else expect(error?.code).toBe(status.INTERNAL);
    },
  );

  it("does not let trailers replace the status", async () => {
    const trailer = new Metadata();
    trailer.set("grpc-status", "0");
    trailer.set("grpc-message", "fine");
    const { error } = await outcome((_call, callback) =>
      callback({ code: status.ABORTED, details: "conflict" }, null, trailer),
    );
    // Whose trailers they are nobody can tell here, so the text stays inside with them.
    expect(error).toMatchObject({ code: status.ABORTED, details: "the operation was aborted" });
  });

  it("does not pass an upstream error and its trailers on", async () => {
    const upstream = guard({
      getBook: async () => {
        throw new RpcError("PERMISSION_DENIED", SECRET, { metadata: { "x-key": SECRET } });
      },
    });
    for (const interceptors of [[], [clientInterceptor()]]) {
      const { error } = await withLibrary(
        upstream,
        async (calls) => {
          const upstreamError = (await calls.unary()).error;
          return outcome((_call, callback) => callback(upstreamError));
        },
        { client: { interceptors } },
      );
      expect(error?.code).toBe(status.INTERNAL);
      expect(received(error)).not.toContain(SECRET);
    }
  });

  it.each([true, false])(
    "does not pass one on that came after headers of its own, clientInterceptor: %s",
    async (isMarked) => {
      // Its trailers then look like anybody's.
      const upstream = guard({
        getBook: (call: { sendMetadata(metadata: Metadata): void }) => {
          call.sendMetadata(new Metadata());
          throw new RpcError("PERMISSION_DENIED", SECRET, { metadata: { "x-key": SECRET } });
        },
      });
      const interceptors = isMarked ? [clientInterceptor()] : [];
      const { error } = await withLibrary(
        upstream,
        async (calls) => {
          const upstreamError = (await calls.unary()).error;
          expect(upstreamError?.metadata.get("content-type")).toEqual([]);
          return outcome((_call, callback) => callback(upstreamError));
        },
        { client: { interceptors } },
      );
      expect(error?.code).toBe(status.INTERNAL);
      expect(received(error)).not.toContain(SECRET);
    },
  );

  it("leaves what guard decided alone", async () => {
    const reports: unknown[] = [];
    const onError = (error: unknown) => reports.push(error);
    const implementation = guard(
      {
        getBook: async () => {
          throw new Error("once");
        },
        listBooks: async () => {
          throw new RpcError("UNKNOWN", "on purpose");
        },
      },
      { onError },
    );
    const options = { server: { interceptors: [serverInterceptor({ onError })] } };
    await withLibrary(
      implementation,
      async (calls) => {
        expect((await calls.unary()).error?.code).toBe(status.INTERNAL);
        expect((await calls.serverStream()).error).toMatchObject({
          code: status.UNKNOWN,
          details: "on purpose",
        });
      },
      options,
    );
    expect(reports).toHaveLength(1);
  });

  it("leaves a method that is not implemented as grpc-js answers it", async () => {
    const options = { server: { interceptors: [serverInterceptor()] } };
    const { error } = await withLibrary({} as never, (calls) => calls.unary(), options);
    expect(error?.code).toBe(status.UNIMPLEMENTED);
  });

  it("is not needed for the process to survive an RpcError that was called back raw", async () => {
    const getBook = (_call: unknown, callback: Callback) => callback(notFound());
    const { error } = await withLibrary({ getBook } as never, (calls) => calls.unary());
    expect(error).toMatchObject({ code: status.NOT_FOUND, details: "no such book" });
  });
});
