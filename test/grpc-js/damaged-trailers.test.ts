import { create } from "@bufbuild/protobuf";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { grpcClient } from "../../demo/cloud/grpc-service.js";
import { GetBookRequestSchema, LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { clientInterceptor } from "../../src/entry/grpc-js.js";
import { Code, RpcError } from "../../src/entry/index.js";
import { DAMAGED } from "../fixtures/damaged-trailers.js";
import { type RawAnswer, withRawServer } from "../fixtures/raw-grpc-server.js";

function call(answer: RawAnswer): Promise<ServiceError | undefined> {
  return withRawServer(answer, async (port) => {
    const Client = grpcClient(LibraryService);
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
      interceptors: [clientInterceptor()],
    });
    const getBook = client.getBook?.bind(client) as (
      request: object,
      options: object,
      callback: (error: ServiceError | null) => void,
    ) => void;
    try {
      return await new Promise((resolve) => {
        getBook(create(GetBookRequestSchema), { deadline: Date.now() + 2_000 }, (error) =>
          resolve(error ?? undefined),
        );
      });
    } finally {
      client.close();
    }
  });
}

describe("clientInterceptor", () => {
  it.each(DAMAGED.flatMap((row) => [true, false].map((split) => ({ ...row, split }))))(
    "reads code and message in spite of $name (trailers apart: $split)",
    async ({ trailers, split, code, message, problems }) => {
      const decoded = RpcError.from(await call({ trailers, split }));
      expect(decoded).toMatchObject({ code, message, origin: "server" });
      expect(decoded.problems.map(({ kind }) => kind)).toEqual(problems);
    },
  );

  it.each(["abc", "17", "99", "-1", "5.5", "5, 5"])(
    "counts grpc-status %s as UNKNOWN",
    async (text) => {
      const decoded = RpcError.from(
        await call({ trailers: { "grpc-status": text, "grpc-message": "kept" } }),
      );
      expect(decoded).toMatchObject({
        code: Code.UNKNOWN,
        message: "kept",
        problems: [{ kind: "grpc-status" }],
      });
    },
  );

  it("reads one of two status messages and says so", async () => {
    const [row] = DAMAGED;
    const value = row?.trailers["grpc-status-details-bin"] as string;
    const trailers = { ...row?.trailers, "grpc-status-details-bin": [value, value] };
    const decoded = RpcError.from(await call({ trailers }));
    expect(decoded).toMatchObject({ code: 5, message: "no such book" });
    expect(decoded.problems.length).toBeGreaterThan(0);
  });

  it("calls a bare HTTP status and a dropped connection the transport's", async () => {
    const proxy = RpcError.from(await call({ headers: { ":status": 503 }, trailers: {} }));
    expect(proxy).toMatchObject({ code: Code.UNAVAILABLE, origin: "transport", httpStatus: 503 });
  });

  it("calls a refused connection the transport's", async () => {
    const Client = grpcClient(LibraryService);
    const closed = await withRawServer({ trailers: {} }, async (port) => port);
    const client = new Client(`127.0.0.1:${closed}`, credentials.createInsecure());
    const error = await new Promise((resolve) => {
      client.getBook?.(create(GetBookRequestSchema), resolve);
    });
    client.close();
    expect(RpcError.from(error)).toMatchObject({
      code: Code.UNAVAILABLE,
      origin: "transport",
      via: "grpc",
    });
  });
});
