import {
  create,
  type DescMessage,
  type DescMethod,
  type DescService,
  fromBinary,
  type MessageInitShape,
  toBinary,
} from "@bufbuild/protobuf";
import {
  type MethodDefinition,
  makeClientConstructor,
  type ServiceDefinition,
} from "@grpc/grpc-js";

/** What grpc-js calls a service, for one that protobuf-es generated. Methods have their local names. */
export function grpcService(service: DescService): ServiceDefinition {
  return Object.fromEntries(
    service.methods.map((method) => [method.localName, definition(method)]),
  );
}

function definition(method: DescMethod): MethodDefinition<Init, Init> {
  const { input, output } = method;
  return {
    path: `/${method.parent.typeName}/${method.name}`,
    requestStream:
      method.methodKind === "client_streaming" || method.methodKind === "bidi_streaming",
    responseStream:
      method.methodKind === "server_streaming" || method.methodKind === "bidi_streaming",
    requestSerialize: (message) => serialize(input, message),
    requestDeserialize: (bytes) => fromBinary(input, bytes),
    responseSerialize: (message) => serialize(output, message),
    responseDeserialize: (bytes) => fromBinary(output, bytes),
  };
}

/** A message, or the plain object that one is made of. */
type Init = MessageInitShape<DescMessage>;

function serialize(schema: DescMessage, message: Init): Buffer {
  return Buffer.from(toBinary(schema, create(schema, message)));
}

/** A constructor of grpc-js clients for a service that protobuf-es generated. */
export function grpcClient(service: DescService) {
  return makeClientConstructor(grpcService(service), service.typeName);
}
