import { create } from "@bufbuild/protobuf";
import {
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceError,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { GetBookRequestSchema, LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { guard } from "../../src/entry/grpc-js.js";
import { badRequest, RpcError } from "../../src/entry/index.js";
import { encodeStatusDetails } from "../../src/entry/wire.js";
import { grpcClient, grpcService } from "../cloud/grpc-service.js";
import { printPair, printTitle } from "../print/scene.js";

interface Call {
  destroy(error: unknown): void;
}
type Callback = (error: unknown) => void;
/** @param encoded - what a handler throws for an error with details. */
type Handler = (call: Call, callback: Callback, encoded: (error: RpcError) => unknown) => unknown;

const upstreamTrailers = new Metadata();
upstreamTrailers.set("x-internal-host", "db-7.internal");

/** What handlers do in real life, and what becomes of it. */
const WAYS: Readonly<Record<string, Handler>> = {
  "calls back with an Error of its database": (_call, callback) =>
    callback(new Error("connect to db-7.internal failed: password=hunter2")),
  "passes on what another service answered": (_call, callback) =>
    callback(
      Object.assign(new Error("7 PERMISSION_DENIED: no access to secrets/master-key"), {
        code: 7,
        details: "no access to secrets/master-key",
        metadata: upstreamTrailers,
      }),
    ),
  "rejects its promise": async (_call, _callback, encoded) => {
    throw encoded(new RpcError("NOT_FOUND", "book 42 does not exist"));
  },
  "destroys its stream with an error": (call, _callback, encoded) => {
    call.destroy(encoded(new RpcError("NOT_FOUND", "book 42 does not exist")));
  },
  "puts half a character into its message": (_call, callback, encoded) =>
    setImmediate(() => callback(encoded(new RpcError("NOT_FOUND", "no book called \ud83d")))),
  "sends 2,000 field violations": (_call, callback, encoded) =>
    callback(
      encoded(
        new RpcError("INVALID_ARGUMENT", "2000 books have no title", {
          details: [badRequest(violations(2_000))],
        }),
      ),
    ),
};

function violations(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    field: `books[${index}].title`,
    description: "must not be empty, and is",
  }));
}

/** An error with details in the words of grpc-js, as they are made by hand. */
function byHand(error: RpcError): ServiceError {
  const { code, message: details } = error;
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(encodeStatusDetails(error)));
  return Object.assign(new Error(details), { code: code as number, details, metadata });
}

/** How long a client waits before it counts as hanging. */
const PATIENCE_MS = 1_000;

/** Shows what clients get of failing handlers, from a server of grpc-js alone and from a guarded one. */
export async function playServers(): Promise<void> {
  printTitle("A server: what its client gets when a handler …");
  // Without guard a rejected promise and a callback that throws end the process.
  const escaped: string[] = [];
  const note = (reason: unknown) => escaped.push(String(reason));
  process.on("unhandledRejection", note).on("uncaughtException", note);
  for (const [way, handler] of Object.entries(WAYS)) {
    const plain = (call: Call, callback: Callback) => handler(call, callback, byHand);
    const alone = await outcome({ getBook: plain as never });
    if (escaped.splice(0).length > 0) alone.push("(and the process would have ended)");
    const library = {
      getBook: (call: Call, callback: Callback) => handler(call, callback, (error) => error),
    };
    const guarded = await outcome(guard(library, { onError: () => {} }));
    printPair(`… ${way}`, alone.join("\n"), guarded.join("\n"));
  }
  process.off("unhandledRejection", note).off("uncaughtException", note);
}

/** Calls a server of its own once: what one call breaks must not break the next. */
async function outcome(implementation: UntypedServiceImplementation): Promise<string[]> {
  const server = new Server();
  server.addService(grpcService(LibraryService), implementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const Client = grpcClient(LibraryService);
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const error = await new Promise<ServiceError>((resolve) => {
    const deadline = Date.now() + PATIENCE_MS;
    (client as unknown as { getBook(...args: unknown[]): void }).getBook(
      create(GetBookRequestSchema),
      new Metadata(),
      { deadline },
      resolve,
    );
  });
  client.close();
  server.forceShutdown();
  return describe(error);
}

function describe(error: ServiceError): string[] {
  const { code, codeName, message, fieldViolations, metadata } = RpcError.from(error);
  if (code === 4) return [`no answer within ${PATIENCE_MS} ms`];
  const host = metadata.get("x-internal-host");
  return [
    `${codeName}: ${message}`,
    ...(host === undefined ? [] : [`x-internal-host: ${host}`]),
    ...fieldViolations.slice(-1).map(({ description }) => `… ${description}`),
  ];
}
