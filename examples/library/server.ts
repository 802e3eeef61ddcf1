import {
  create,
  type DescMethod,
  fromBinary,
  type MessageInitShape,
  toBinary,
} from "@bufbuild/protobuf";
import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
} from "@grpc/grpc-js";
import {
  type GetBookRequest,
  type GetBookResponse,
  LibraryService,
} from "../../gen/example/library/v1/library_pb.js";

/** What stands on the shelves. */
export const books = new Map([["1", { id: "1", title: "Faust" }]]);

export type GetBookCall = ServerUnaryCall<GetBookRequest, GetBookResponse>;

/** The service as grpc-js describes one, of the code that protobuf-es generated. */
export const libraryService: ServiceDefinition = Object.fromEntries(
  LibraryService.methods.map((method) => [method.localName, definition(method)]),
);

function definition(method: DescMethod) {
  const { input, output, methodKind } = method;
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    requestStream: methodKind === "client_streaming" || methodKind === "bidi_streaming",
    responseStream: methodKind === "server_streaming" || methodKind === "bidi_streaming",
    requestSerialize: (message: MessageInitShape<typeof input>) =>
      Buffer.from(toBinary(input, create(input, message))),
    requestDeserialize: (bytes: Buffer) => fromBinary(input, bytes),
    responseSerialize: (message: MessageInitShape<typeof output>) =>
      Buffer.from(toBinary(output, create(output, message))),
    responseDeserialize: (bytes: Buffer) => fromBinary(output, bytes),
  };
}

export const server = new Server();

/** Starts the server on a free port of this machine; gives its address. */
export function listen(): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`127.0.0.1:${port}`),
    );
  });
}
