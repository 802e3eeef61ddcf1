import type { DescMethod } from "@bufbuild/protobuf";
import {
  create,
  createRegistry,
  fromBinary,
  getOption,
  hasOption,
  toBinary,
} from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import {
  file_example_library_v1_library,
  LibraryService,
} from "../../gen/example/library/v1/library_pb.js";
import { operation_info } from "../../gen/google/longrunning/operations_pb.js";
import { QuotaFailureSchema as GoogleQuotaFailureSchema } from "../../gen/google/rpc/error_details_pb.js";
import {
  file_yandex_cloud_api_operation,
  operation,
} from "../../gen/yandex/cloud/api/operation_pb.js";
import { file_yandex_cloud_operation_operation } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { file_yandex_cloud_operation_operation_service } from "../../gen/yandex/cloud/operation/operation_service_pb.js";
import {
  file_yandex_cloud_quota_quota,
  QuotaFailureSchema,
} from "../../gen/yandex/cloud/quota/quota_pb.js";
import { describeFile } from "./compare-descriptors.js";

// No npm package carries Yandex's .proto files, so these tables stand for them.
// https://github.com/yandex-cloud/cloudapi/tree/master/yandex/cloud

describe("gen/yandex/cloud/operation/operation", () => {
  it("has the fields of an operation and nothing else", () => {
    expect(describeFile(file_yandex_cloud_operation_operation)).toEqual({
      "yandex/cloud/operation/operation.proto": "package yandex.cloud.operation, proto3",
      "yandex.cloud.operation.Operation": "message",
      "yandex.cloud.operation.Operation.id": "string = 1, implicit presence, json id",
      "yandex.cloud.operation.Operation.description":
        "string = 2, implicit presence, json description",
      "yandex.cloud.operation.Operation.created_at":
        "google.protobuf.Timestamp = 3, explicit presence, json createdAt",
      "yandex.cloud.operation.Operation.created_by":
        "string = 4, implicit presence, json createdBy",
      "yandex.cloud.operation.Operation.modified_at":
        "google.protobuf.Timestamp = 5, explicit presence, json modifiedAt",
      "yandex.cloud.operation.Operation.done": "bool = 6, implicit presence, json done",
      "yandex.cloud.operation.Operation.metadata":
        "google.protobuf.Any = 7, explicit presence, json metadata",
      "yandex.cloud.operation.Operation.error":
        "google.rpc.Status = 8, explicit presence, json error, oneof result",
      "yandex.cloud.operation.Operation.response":
        "google.protobuf.Any = 9, explicit presence, json response, oneof result",
    });
  });
});

describe("gen/yandex/cloud/operation/operation_service", () => {
  it("gives the operation from Cancel as well as from Get", () => {
    expect(describeFile(file_yandex_cloud_operation_operation_service)).toEqual({
      "yandex/cloud/operation/operation_service.proto": "package yandex.cloud.operation, proto3",
      "yandex.cloud.operation.OperationService": "service",
      "yandex.cloud.operation.OperationService.Get":
        "unary yandex.cloud.operation.GetOperationRequest => yandex.cloud.operation.Operation",
      "yandex.cloud.operation.OperationService.Cancel":
        "unary yandex.cloud.operation.CancelOperationRequest => yandex.cloud.operation.Operation",
      "yandex.cloud.operation.GetOperationRequest": "message",
      "yandex.cloud.operation.GetOperationRequest.operation_id":
        "string = 1, implicit presence, json operationId",
      "yandex.cloud.operation.CancelOperationRequest": "message",
      "yandex.cloud.operation.CancelOperationRequest.operation_id":
        "string = 1, implicit presence, json operationId",
    });
  });
});

describe("gen/yandex/cloud/api/operation", () => {
  it("extends the options of methods with number 87334", () => {
    expect(describeFile(file_yandex_cloud_api_operation)).toEqual({
      "yandex/cloud/api/operation.proto": "package yandex.cloud.api, proto3",
      "yandex.cloud.api.Operation": "message",
      "yandex.cloud.api.Operation.metadata": "string = 1, implicit presence, json metadata",
      "yandex.cloud.api.Operation.response": "string = 2, implicit presence, json response",
      "yandex.cloud.api.operation":
        "yandex.cloud.api.Operation = 87334, explicit presence, json [yandex.cloud.api.operation], " +
        "extends google.protobuf.MethodOptions",
    });
  });
});

describe("gen/yandex/cloud/quota/quota", () => {
  it("has the messages that errors need, with upstream's gaps reserved", () => {
    expect(describeFile(file_yandex_cloud_quota_quota)).toEqual({
      "yandex/cloud/quota/quota.proto": "package yandex.cloud.quota, proto3",
      "yandex.cloud.quota.QuotaMetric": "message, reserved 2",
      "yandex.cloud.quota.QuotaMetric.name": "string = 1, implicit presence, json name",
      "yandex.cloud.quota.QuotaMetric.limit": "int64 = 3, implicit presence, json limit",
      "yandex.cloud.quota.QuotaMetric.usage": "double = 4, implicit presence, json usage",
      "yandex.cloud.quota.QuotaFailure": "message, reserved 1",
      "yandex.cloud.quota.QuotaFailure.violations":
        "repeated yandex.cloud.quota.QuotaFailure.Violation = 2, implicit presence, json violations",
      "yandex.cloud.quota.QuotaFailure.Violation": "message",
      "yandex.cloud.quota.QuotaFailure.Violation.metric":
        "yandex.cloud.quota.QuotaMetric = 1, explicit presence, json metric",
      "yandex.cloud.quota.QuotaFailure.Violation.required":
        "int64 = 2, implicit presence, json required",
    });
  });

  it("survives as unknown bytes when it is read as google.rpc.QuotaFailure by mistake", () => {
    const failure = create(QuotaFailureSchema, {
      violations: [
        { metric: { name: "library.shelves.count", limit: 8n, usage: 8 }, required: 9n },
      ],
    });
    const misread = fromBinary(GoogleQuotaFailureSchema, toBinary(QuotaFailureSchema, failure));
    expect(misread.violations).toEqual([]);
    const written = toBinary(GoogleQuotaFailureSchema, misread);
    expect(fromBinary(QuotaFailureSchema, written)).toEqual(failure);
  });
});

describe("gen/example/library/v1/library", () => {
  const { getBook, listBooks, createShelf, archiveBooks } = LibraryService.method;
  const registry = createRegistry(file_example_library_v1_library);

  it("has a method of each of the four kinds and two that start operations", () => {
    expect(LibraryService.methods.map(describeCall)).toEqual([
      "GetBook: unary GetBookRequest => GetBookResponse",
      "ImportBooks: client_streaming ImportBooksRequest => ImportBooksResponse",
      "ListBooks: server_streaming ListBooksRequest => ListBooksResponse",
      "ReserveBooks: bidi_streaming ReserveBooksRequest => ReserveBooksResponse",
      "CreateShelf: unary CreateShelfRequest => yandex.cloud.operation.Operation",
      "ArchiveBooks: unary ArchiveBooksRequest => google.longrunning.Operation",
    ]);
  });

  it("declares reads, and only reads, to be free of side effects", () => {
    const reads = LibraryService.methods.filter(
      ({ idempotency }) => idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS,
    );
    expect(reads).toEqual([getBook, listBooks]);
  });

  it("names the types of CreateShelf's operation in Yandex's option", () => {
    expect(getOption(createShelf, operation)).toMatchObject({
      metadata: "CreateShelfMetadata",
      response: "Shelf",
    });
    expect(registry.getMessage("example.library.v1.CreateShelfMetadata")).toBeDefined();
    expect(registry.getMessage("example.library.v1.Shelf")).toBeDefined();
  });

  it("names the types of ArchiveBooks's operation in Google's option", () => {
    expect(getOption(archiveBooks, operation_info)).toMatchObject({
      metadataType: "ArchiveBooksMetadata",
      responseType: "ArchiveBooksResponse",
    });
    expect(registry.getMessage("example.library.v1.ArchiveBooksMetadata")).toBeDefined();
    expect(registry.getMessage("example.library.v1.ArchiveBooksResponse")).toBeDefined();
  });

  it("sets each option on its own method only", () => {
    const { methods } = LibraryService;
    expect(methods.filter((method) => hasOption(method, operation))).toEqual([createShelf]);
    expect(methods.filter((method) => hasOption(method, operation_info))).toEqual([archiveBooks]);
  });
});

function describeCall({ name, methodKind, input, output }: DescMethod): string {
  const outputName = output.typeName.replace(/^example\.library\.v1\./, "");
  return `${name}: ${methodKind} ${input.name} => ${outputName}`;
}
