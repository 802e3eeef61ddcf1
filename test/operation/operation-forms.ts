import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { createRegistry, toBinary, toJson } from "@bufbuild/protobuf";
import { EmptySchema, timestampDate } from "@bufbuild/protobuf/wkt";
import { Long, loadSync, type Options } from "@grpc/proto-loader";
import protobuf from "protobufjs";
import { file_example_library_v1_library } from "../../gen/example/library/v1/library_pb.js";
import {
  type Operation as GoogleOperation,
  OperationSchema as GoogleOperationSchema,
} from "../../gen/google/longrunning/operations_pb.js";
import { file_google_rpc_error_details } from "../../gen/google/rpc/error_details_pb.js";
import { type Operation, OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";

const protos = fileURLToPath(new URL("../../proto/", import.meta.url));
const registry = createRegistry(
  ...file_example_library_v1_library.messages,
  ...file_google_rpc_error_details.messages,
  EmptySchema,
);

const bytesOf = (operation: Operation) => Buffer.from(toBinary(OperationSchema, operation));

/** Yandex Cloud's Operation as protobufjs reads it from the proto file. */
const Reflected = (() => {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => (target.startsWith(protos) ? target : protos + target);
  root.loadSync(`${protos}yandex/cloud/operation/operation.proto`);
  return root.lookupType("yandex.cloud.operation.Operation");
})();

/** What a client of @grpc/proto-loader gets with these options. */
function protoLoader(options: Options, ...others: string[]): (operation: Operation) => unknown {
  const file = "yandex/cloud/operation/operation_service.proto";
  const definitions = loadSync([file, ...others], { ...options, includeDirs: [protos] });
  const { Get } = definitions["yandex.cloud.operation.OperationService"] as unknown as {
    Get: { responseDeserialize: (bytes: Buffer) => unknown };
  };
  return (operation) => Get.responseDeserialize(bytesOf(operation));
}

const any = (value?: { typeUrl: string; value: Uint8Array }) =>
  value && { typeUrl: value.typeUrl, value: Buffer.from(value.value) };

/** An object as ts-proto makes it, by default and in `@yandex-cloud/nodejs-sdk`. */
function tsProto({ result, createdAt, modifiedAt, ...fields }: Operation): Record<string, unknown> {
  const error = result.case === "error" ? result.value : undefined;
  return {
    id: fields.id,
    description: fields.description,
    createdAt: createdAt && timestampDate(createdAt),
    createdBy: fields.createdBy,
    modifiedAt: modifiedAt && timestampDate(modifiedAt),
    done: fields.done,
    metadata: any(fields.metadata),
    error: error && { code: error.code, message: error.message, details: error.details.map(any) },
    response: result.case === "response" ? any(result.value) : undefined,
  };
}

/** The same with `oneof=unions`, and timestamps as messages whose seconds are made so. */
function tsProtoUnions(
  operation: Operation,
  seconds: (seconds: bigint) => unknown,
): Record<string, unknown> {
  const { error, response, ...fields } = tsProto(operation);
  const { createdAt: created, modifiedAt: modified } = operation;
  return {
    $type: "yandex.cloud.operation.Operation",
    ...fields,
    createdAt: created && { seconds: seconds(created.seconds), nanos: created.nanos },
    modifiedAt: modified && { seconds: seconds(modified.seconds), nanos: modified.nanos },
    result: error ? { $case: "error", error } : response && { $case: "response", value: response },
  };
}

const json = (operation: Operation) => toJson(OperationSchema, operation, { registry });

/** Every way in which a program may hold one operation. */
export const operationForms: [form: string, make: (operation: Operation) => unknown][] = [
  ["protobuf-es", (operation) => operation],
  ["protobufjs", (operation) => Reflected.decode(bytesOf(operation))],
  ["the JSON of protobufjs", (operation) => Reflected.decode(bytesOf(operation)).toJSON()],
  ["proto-loader", protoLoader({})],
  [
    "proto-loader with all set",
    protoLoader({
      keepCase: true,
      longs: String,
      enums: String,
      bytes: String,
      defaults: true,
      arrays: true,
      objects: true,
      oneofs: true,
      json: true,
    }),
  ],
  ["proto-loader with defaults alone", protoLoader({ defaults: true, keepCase: true })],
  ["ts-proto", tsProto],
  ["ts-proto with unions and bigint", (operation) => tsProtoUnions(operation, (n) => n)],
  ["ts-proto with unions and strings", (operation) => tsProtoUnions(operation, String)],
  [
    "ts-proto with unions and Long",
    (operation) => tsProtoUnions(operation, (n) => Long.fromString(String(n))),
  ],
  [
    "ts-proto with dates as text",
    (operation) => ({ ...tsProto(operation), ...dates(operation, (date) => date.toISOString()) }),
  ],
  ["the JSON of ts-proto", (operation) => JSON.parse(JSON.stringify(tsProto(operation)))],
  ["ProtoJSON", json],
  [
    "ProtoJSON with all members, as Yandex Cloud answers",
    (operation) => withEverything(json(operation) as object),
  ],
  [
    "ProtoJSON with names of the proto file",
    (operation) => toJson(OperationSchema, operation, { registry, useProtoFieldName: true }),
  ],
];

/** What a client of @grpc/proto-loader gets whose bytes are lists. */
export const bytesAsLists = protoLoader({ bytes: Array, longs: Number, oneofs: true });

const payloadFiles = ["example/library/v1/library.proto", "yandex/cloud/quota/quota.proto"];
const asText = { longs: String, enums: String, bytes: String, defaults: true, keepCase: true };

/** What a client of @grpc/proto-loader gets that knows the types of payloads, and decodes them itself. */
export const decodedAny: [form: string, make: (operation: Operation) => unknown][] = [
  ["proto-loader", protoLoader({ json: true }, ...payloadFiles)],
  ["proto-loader with texts", protoLoader({ json: true, ...asText }, ...payloadFiles)],
  ["proto-loader with numbers", protoLoader({ json: true, longs: Number }, ...payloadFiles)],
];

function dates(
  { createdAt, modifiedAt }: Operation,
  make: (date: Date) => unknown,
): Record<string, unknown> {
  return {
    createdAt: createdAt && make(timestampDate(createdAt)),
    modifiedAt: modifiedAt && make(timestampDate(modifiedAt)),
  };
}

/** What is not there is null, and what grpc-gateway does to Empty. */
function withEverything(operation: { response?: object }): object {
  const { response } = operation;
  const type = response && (response as Record<string, unknown>)["@type"];
  const empty = type === "type.googleapis.com/google.protobuf.Empty" && { value: {} };
  return {
    description: "",
    createdAt: null,
    createdBy: "",
    modifiedAt: null,
    done: false,
    metadata: null,
    error: null,
    ...operation,
    response: response ? { ...response, ...empty } : null,
  };
}

/** The object that google-gax wraps around an operation, its payloads decoded by whoever made it. */
export function fromGax(operation: GoogleOperation): object {
  const gax = createRequire(import.meta.url)("google-gax");
  const { Operation } = gax.operationsProtos.google.longrunning;
  const answer = Operation.decode(toBinary(GoogleOperationSchema, operation));
  const decoder = () => ({ response: { case: "response" }, error: { code: 13 } });
  const descriptor = new gax.LongrunningDescriptor({}, decoder, decoder);
  return gax.operation(answer, descriptor, gax.createDefaultBackoffSettings());
}
