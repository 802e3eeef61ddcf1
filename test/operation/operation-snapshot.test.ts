import { createRequire } from "node:module";
import { create, createRegistry, toBinary, toJson } from "@bufbuild/protobuf";
import { anyPack, EmptySchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import {
  ArchiveBooksMetadataSchema,
  ArchiveBooksResponseSchema,
  CreateShelfMetadataSchema,
  ShelfSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { OperationSchema as GoogleOperationSchema } from "../../gen/google/longrunning/operations_pb.js";
import { PreconditionFailureSchema } from "../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { OperationSchema as YandexOperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { Code, RpcError } from "../../src/entry/index.js";
import { operationSnapshot } from "../../src/entry/operation.js";

const failure = create(StatusSchema, {
  code: 9,
  message: "the shelf is not empty",
  details: [
    anyPack(
      PreconditionFailureSchema,
      create(PreconditionFailureSchema, {
        violations: [{ type: "NOT_EMPTY", subject: "shelf/1" }],
      }),
    ),
  ],
});

const registry = createRegistry(
  ShelfSchema,
  CreateShelfMetadataSchema,
  PreconditionFailureSchema,
  EmptySchema,
);

const metadata = anyPack(
  CreateShelfMetadataSchema,
  create(CreateShelfMetadataSchema, { shelfId: "s1" }),
);
const shelf = anyPack(ShelfSchema, create(ShelfSchema, { id: "s1", topic: "Poetry" }));

const yandexFailed = create(YandexOperationSchema, {
  id: "op1",
  done: true,
  metadata,
  result: { case: "error", value: failure },
});

const yandexDone = create(YandexOperationSchema, {
  id: "op1",
  done: true,
  metadata,
  result: { case: "response", value: shelf },
});

const expectFailure = (error: RpcError | undefined) => {
  expect(error).toBeInstanceOf(RpcError);
  expect(error).toMatchObject({
    code: Code.FAILED_PRECONDITION,
    message: "the shelf is not empty",
    via: "operation",
    origin: "server",
  });
  expect(error?.preconditionFailure?.violations[0]?.type).toBe("NOT_EMPTY");
};

describe("operationSnapshot", () => {
  it("reads a failed Yandex operation of protobuf-es with its details", () => {
    const snapshot = operationSnapshot(yandexFailed);
    expect(snapshot).toMatchObject({
      id: "op1",
      state: "failed",
      response: undefined,
      raw: yandexFailed,
    });
    expectFailure(snapshot.error);
  });

  it("reads the same operation from its JSON", () => {
    const snapshot = operationSnapshot(toJson(YandexOperationSchema, yandexFailed, { registry }));
    expect(snapshot).toMatchObject({ id: "op1", state: "failed" });
    expectFailure(snapshot.error);
  });

  it("reads an operation that protobufjs decoded", () => {
    const require = createRequire(import.meta.url);
    const { protobuf: protobufjs } = require("google-gax");
    const { operationsProtos } = require("google-gax");
    const operation = create(GoogleOperationSchema, {
      name: "operations/7",
      done: true,
      result: { case: "error", value: failure },
    });
    const Operation = operationsProtos.google.longrunning.Operation;
    const decoded = Operation.decode(toBinary(GoogleOperationSchema, operation));
    expect(protobufjs).toBeDefined();
    const snapshot = operationSnapshot(decoded);
    expect(snapshot).toMatchObject({ id: "operations/7", state: "failed" });
    expectFailure(snapshot.error);
  });

  it("reads a ts-proto operation, whose result is a member and whose dates are Dates", () => {
    const snapshot = operationSnapshot({
      $type: "yandex.cloud.operation.Operation",
      id: "op1",
      description: "",
      createdAt: new Date(0),
      createdBy: "",
      modifiedAt: undefined,
      done: true,
      metadata: {
        $type: "google.protobuf.Any",
        typeUrl: metadata.typeUrl,
        value: Buffer.from(metadata.value),
      },
      error: {
        $type: "google.rpc.Status",
        code: 9,
        message: failure.message,
        details: failure.details.map(({ typeUrl, value }) => ({
          typeUrl,
          value: Buffer.from(value),
        })),
      },
      response: undefined,
    });
    expectFailure(snapshot.error);
  });

  it("reads a Google operation", () => {
    const running = create(GoogleOperationSchema, {
      name: "operations/7",
      metadata: anyPack(
        ArchiveBooksMetadataSchema,
        create(ArchiveBooksMetadataSchema, { archivedCount: 3, totalCount: 9 }),
      ),
    });
    const schemas = { response: ArchiveBooksResponseSchema, metadata: ArchiveBooksMetadataSchema };
    const snapshot = operationSnapshot(running, schemas);
    expect(snapshot).toMatchObject({ id: "operations/7", state: "running" });
    expect(snapshot.metadata?.totalCount).toBe(9);
  });

  it("decodes response and metadata by their schemas, from messages and from JSON", () => {
    const schemas = { response: ShelfSchema, metadata: CreateShelfMetadataSchema };
    for (const form of [yandexDone, toJson(YandexOperationSchema, yandexDone, { registry })]) {
      const snapshot = operationSnapshot(form, schemas);
      expect(snapshot.state).toBe("succeeded");
      expect(snapshot.response?.topic).toBe("Poetry");
      expect(snapshot.metadata?.shelfId).toBe("s1");
    }
  });

  it("leaves payloads without a schema, or of another type, as they came", () => {
    expect(operationSnapshot(yandexDone).response).toBe(shelf);
    const other = operationSnapshot(yandexDone, { response: ArchiveBooksResponseSchema });
    expect(other.response).toBe(shelf);
  });

  it("reads the Empty that grpc-gateway writes with a value", () => {
    const response = { "@type": "type.googleapis.com/google.protobuf.Empty", value: {} };
    const snapshot = operationSnapshot(
      { id: "op1", done: true, response },
      { response: EmptySchema },
    );
    expect(snapshot.response).toMatchObject({ $typeName: "google.protobuf.Empty" });
  });

  const status = { code: 9, message: "no" };
  it.each([
    ["running", { id: "1", done: false }],
    ["running", { id: "1", metadata: {} }],
    ["failing", { id: "1", done: false, error: status }],
    ["failing", { id: "1", error: status }],
    ["failed", { id: "1", done: true, error: status }],
    ["cancelled", { id: "1", done: true, error: { code: 1, message: "stopped" } }],
    ["succeeded", { id: "1", done: true }],
    ["succeeded", { id: "1", done: true, error: null, response: {} }],
    ["succeeded", { id: "1", done: true, error: {} }],
    ["succeeded", { id: "1", done: true, error: { code: 0, message: "" } }],
    ["failed", { id: "1", done: true, error: status, response: {} }],
    ["running", { name: "operations/1", done: false }],
  ])("says %s of %j", (state, operation) => {
    expect(operationSnapshot(operation).state).toBe(state);
  });

  it.each([
    undefined,
    null,
    1,
    "op1",
    {},
    { id: 7, done: true },
    { error: status },
    [],
    new Error("x"),
  ])("refuses %s, which is no operation", (value) => {
    expect(() => operationSnapshot(value)).toThrow(TypeError);
  });
});
