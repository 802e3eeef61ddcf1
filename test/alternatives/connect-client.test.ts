import { create, toBinary } from "@bufbuild/protobuf";
import { type ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { describe, expect, it } from "vitest";
import { GetBookResponseSchema, LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { ErrorInfoSchema, RequestInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { clientInterceptor, connectFetch } from "../../src/entry/connect.js";
import { RpcError } from "../../src/entry/index.js";
import { transportFor } from "../connect/library-server.js";
import { DAMAGED } from "../fixtures/damaged-trailers.js";
import { withRawServer } from "../fixtures/raw-grpc-server.js";
import { serviceErrorFromTrailers } from "../fixtures/real-service-error.js";
import { yandexPrecondition } from "../sdk/bodies.js";
import { answer, failureOf, rejection } from "../sdk/serve.js";

const damaged = (name: string) => DAMAGED.find((row) => row.name === name)?.trailers ?? {};

/** The error of a unary call of Connect's gRPC transport that is answered with these trailers. */
function failure(trailers: Record<string, string | string[]>, interceptors: Interceptor[]) {
  return withRawServer({ trailers, split: true }, async (port) => {
    const transport = transportFor("grpc/2", `http://127.0.0.1:${port}`, interceptors);
    return (await rejection(createClient(LibraryService, transport).getBook({}))) as ConnectError;
  });
}

/** The error of a unary call over the Connect protocol that is answered with this body. */
async function failureOfBody(status: number, body: unknown, fetch?: typeof globalThis.fetch) {
  const error = await failureOf(answer(status, body), (baseUrl) => {
    const transport = createConnectTransport({ baseUrl, ...(fetch && { fetch }) });
    return createClient(LibraryService, transport).getBook({});
  });
  return error as ConnectError;
}

describe("a client of Connect alone", () => {
  it("finds the details of a schema", async () => {
    const trailers = damaged("another proto message");
    const found = (await failure(trailers, [])).findDetails(ErrorInfoSchema);
    expect(found).toMatchObject([{ reason: "BOOK_MISSING" }]);
  });

  it("drops a damaged detail without a word, which RpcError.from reports", async () => {
    const error = await failure(damaged("a corrupt detail"), []);
    expect(error.findDetails(ErrorInfoSchema)).toEqual([]);
    expect(RpcError.from(error)).toMatchObject({ code: 5, problems: [{ kind: "detail" }] });
  });

  it("believes the details' code against grpc-status, which clientInterceptor mends", async () => {
    const trailers = damaged("another proto code");
    expect((await failure(trailers, [])).code).toBe(7);
    const mended = RpcError.from(await failure(trailers, [clientInterceptor()]));
    expect(mended).toMatchObject({ code: 5, problems: [{ kind: "code-mismatch" }] });
  });

  it("loses the code where the details are damaged, over gRPC and unary with clientInterceptor as well", async () => {
    const trailers = damaged("truncated details");
    expect(String(await failure(trailers, []))).toMatch(/\[data_loss\] premature EOF/);
    expect(RpcError.from(await failure(trailers, [clientInterceptor()])).codeName).toBe(
      "DATA_LOSS",
    );
    // Over grpc-js it is kept.
    expect(RpcError.from(await serviceErrorFromTrailers(trailers)).codeName).toBe("NOT_FOUND");
  });

  it("loses message and details of a body that is not Connect's, which connectFetch keeps", async () => {
    const alone = await failureOfBody(400, yandexPrecondition);
    expect(alone.message).toBe("[internal] HTTP 400");
    expect(alone.details).toEqual([]);
    const mended = await failureOfBody(400, yandexPrecondition, connectFetch());
    expect(mended.message).toBe("[failed_precondition] the instance is being stopped");
    expect(mended.findDetails(RequestInfoSchema)).toMatchObject([{ requestId: "11f9-yandex" }]);
  });

  it("takes a failure for a success where the details say 0, which clientInterceptor does not", async () => {
    const messages = [toBinary(GetBookResponseSchema, create(GetBookResponseSchema))];
    const answered = { messages, trailers: damaged("a proto code of 0") };
    await withRawServer(answered, async (port) => {
      const call = (interceptors: Interceptor[]) => {
        const transport = transportFor("grpc/2", `http://127.0.0.1:${port}`, interceptors);
        return createClient(LibraryService, transport).getBook({});
      };
      await expect(call([])).resolves.toBeDefined();
      expect(RpcError.from(await rejection(call([clientInterceptor()]))).code).toBe(5);
    });
  });
});
