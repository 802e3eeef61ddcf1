// A server of the CPU measurements, of the kind that its argument names, and its CPU time on request. Each
// kind is a process of its own, as users have one kind: what one compiles or collects is no other's cost.
import { create, toBinary } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import {
  Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptor,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import { type GetBookRequest, LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { fiveDetails, fiveMessages } from "../../test/fixtures/five-details.js";
import { compiledUrl } from "../compiled.js";
import { messagesWithSchemas } from "../contenders/schemas.js";
import { BOOK, MISSING } from "./library.js";
import type { ServerKind } from "./measured-server.js";

// As in main.ts.
process.setSourceMapsEnabled(false);

const { guard, serverInterceptor } = (await import(
  compiledUrl("src/entry/grpc-js.js")
)) as typeof import("../../src/entry/grpc-js.js");
const { RpcError } = (await import(
  compiledUrl("src/entry/index.js")
)) as typeof import("../../src/entry/index.js");

type Call = { request: GetBookRequest };

const passThrough: ServerInterceptor = (_method, call) => new ServerInterceptingCall(call, {});

/** A handler as people write it without us, with protobuf-es alone. */
const plain = {
  getBook({ request }: Call, callback: sendUnaryData<typeof BOOK>) {
    if (request.bookId !== MISSING) return callback(null, BOOK);
    const metadata = new Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from(encode()));
    callback({ code: fiveDetails.code, details: fiveDetails.message, metadata });
  },
};

function encode(): Uint8Array {
  const { code, message } = fiveDetails;
  const details = messagesWithSchemas.map(([schema, value]) => anyPack(schema, value));
  return toBinary(StatusSchema, create(StatusSchema, { code, message, details }));
}

const throwing = guard({
  getBook({ request }: Call, callback: sendUnaryData<typeof BOOK>) {
    if (request.bookId !== MISSING) return callback(null, BOOK);
    throw new RpcError("INVALID_ARGUMENT", fiveDetails.message, { details: fiveMessages });
  },
});

/** The same without the guard. */
const callingBack = {
  getBook({ request }: Call, callback: sendUnaryData<typeof BOOK>) {
    if (request.bookId !== MISSING) return callback(null, BOOK);
    callback(
      new RpcError("INVALID_ARGUMENT", fiveDetails.message, { details: fiveMessages }) as never,
    );
  },
};

const kinds: Record<ServerKind, [ServerInterceptor[], object]> = {
  "pass-through": [[passThrough], plain],
  "pass-through again": [[passThrough], plain],
  serverInterceptor: [[serverInterceptor()], callingBack],
  guard: [[passThrough], throwing],
  "serverInterceptor and guard": [[serverInterceptor()], throwing],
};

const [interceptors, implementation] = kinds[process.argv[2] as ServerKind];
const server = new Server({ interceptors });
server.addService(grpcService(LibraryService), implementation as typeof throwing);

process.on("message", (message) => {
  // Garbage of the batch before is nobody's cost.
  if (message === "settle") globalThis.gc?.({ execution: "sync", type: "minor" });
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on("disconnect", () => process.exit());
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send?.(port);
});
