import { create, toBinary } from "@bufbuild/protobuf";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import { type handleUnaryCall, Metadata, Server, ServerCredentials } from "@grpc/grpc-js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { fiveDetails } from "../fixtures/five-details.js";
import type { Decoded } from "./expect-decoded.js";

type Handler = handleUnaryCall<Buffer, Buffer>;

const identity = (bytes: Buffer) => bytes;

/** `GetOperation` of `google.longrunning.Operations`, its messages left as bytes. */
export const getOperation = {
  path: "/google.longrunning.Operations/GetOperation",
  requestStream: false,
  responseStream: false,
  requestSerialize: identity,
  requestDeserialize: identity,
  responseSerialize: identity,
  responseDeserialize: identity,
} as const;

/** Five details that everybody knows, and one that nobody knows. */
const richStatus = create(StatusSchema, {
  ...fiveDetails,
  details: [
    ...fiveDetails.details,
    create(AnySchema, {
      typeUrl: "type.googleapis.com/example.library.v1.ShelfHint",
      value: new Uint8Array([8, 1]),
    }),
  ],
});

/** Fails every call with six details. */
export const failsRichly: Handler = (_, callback) => {
  const metadata = new Metadata();
  metadata.set("x-request-id", "req-1");
  metadata.set("grpc-status-details-bin", Buffer.from(toBinary(StatusSchema, richStatus)));
  callback({ code: richStatus.code, details: richStatus.message, metadata });
};

/** What {@link failsRichly} has to be decoded to, where a client keeps the trailers. */
export const richlyFailed: Decoded = {
  code: "INVALID_ARGUMENT",
  message: fiveDetails.message,
  origin: "server",
  via: "grpc",
  reason: "BOOK_INVALID",
  retryDelayMs: 2500,
  requestIds: ["6f1c2a4e-8b7d-4c3a-9e5f-0a1b2c3d4e5f", "req-1"],
  details: [
    "google.rpc.BadRequest",
    "google.rpc.ErrorInfo",
    "google.rpc.RetryInfo",
    "google.rpc.RequestInfo",
    "google.rpc.Help",
    "example.library.v1.ShelfHint",
  ],
};

/** Runs `use` with the port of a grpc-js server that handles `GetOperation` so. */
export async function withOperationsServer<T>(
  handler: Handler,
  use: (port: number) => Promise<T>,
): Promise<T> {
  const server = new Server();
  server.addService({ getOperation }, { getOperation: handler });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  try {
    return await use(port);
  } finally {
    server.forceShutdown();
  }
}
