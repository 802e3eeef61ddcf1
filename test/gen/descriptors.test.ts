import type { DescFile } from "@bufbuild/protobuf";
import { clearField, clone, create, createFileRegistry } from "@bufbuild/protobuf";
import type {
  DescriptorProto,
  FileDescriptorProto,
  FileDescriptorSet,
} from "@bufbuild/protobuf/wkt";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { beforeAll, describe, expect, it } from "vitest";
import { file_google_longrunning_operations } from "../../gen/google/longrunning/operations_pb.js";
import { file_google_rpc_code } from "../../gen/google/rpc/code_pb.js";
import { file_google_rpc_error_details } from "../../gen/google/rpc/error_details_pb.js";
import { file_google_rpc_status } from "../../gen/google/rpc/status_pb.js";
import { describeFile, differences } from "./compare-descriptors.js";
import { compileUpstream } from "./upstream-files.js";

const ours: Record<string, DescFile> = {
  "google/rpc/status.proto": file_google_rpc_status,
  "google/rpc/code.proto": file_google_rpc_code,
  "google/rpc/error_details.proto": file_google_rpc_error_details,
  "google/longrunning/operations.proto": file_google_longrunning_operations,
};

let upstream: FileDescriptorSet;

beforeAll(() => {
  upstream = compileUpstream(Object.keys(ours));
}, 60_000);

describe("gen/google", () => {
  it.each(Object.entries(ours))("has every element of upstream's %s and no other", (path, file) => {
    expect(differences(file, fileIn(upstream, path))).toEqual([]);
  });
});

describe("describeFile", () => {
  it("gives type, number, presence, JSON name and oneof, and every other kind of element", () => {
    expect(Object.assign({}, ...Object.values(ours).map(describeFile))).toMatchObject({
      "google/rpc/status.proto": "package google.rpc, proto3",
      "google.rpc.Status": "message",
      "google.rpc.Status.details":
        "repeated google.protobuf.Any = 3, implicit presence, json details",
      "google.rpc.Code": expect.stringMatching(/^open enum OK, .*, DATA_LOSS$/),
      "google.rpc.Code.UNAUTHENTICATED": "16",
      "google.rpc.ErrorInfo.metadata": "map<string, string> = 3, implicit presence, json metadata",
      "google.rpc.QuotaFailure.Violation.future_quota_value":
        "int64 = 8, explicit presence, json futureQuotaValue",
      "google.longrunning.Operation.error":
        "google.rpc.Status = 4, explicit presence, json error, oneof result",
      "google.longrunning.Operations": "service",
      "google.longrunning.Operations.CancelOperation":
        "unary google.longrunning.CancelOperationRequest => google.protobuf.Empty",
      "google.longrunning.operation_info":
        "google.longrunning.OperationInfo = 1049, explicit presence, " +
        "json [google.longrunning.operation_info], extends google.protobuf.MethodOptions",
    });
  });
});

describe("differences", () => {
  const errorDetails = "google/rpc/error_details.proto";
  const code = "google/rpc/code.proto";
  const operations = "google/longrunning/operations.proto";

  const changes: {
    what: string;
    path: string;
    change: (file: FileDescriptorProto) => void;
    expected: unknown[];
  }[] = [
    {
      what: "a field number",
      path: errorDetails,
      change: (file) => {
        field(message(file, "ErrorInfo"), "domain").number = 4;
      },
      expected: [
        "google.rpc.ErrorInfo.domain: ours string = 2, implicit presence, json domain; " +
          "theirs string = 4, implicit presence, json domain",
      ],
    },
    {
      what: "a field's presence",
      path: errorDetails,
      change: (file) => {
        const violation = message(file, "QuotaFailure", "Violation");
        const quota = field(violation, "future_quota_value");
        quota.proto3Optional = false;
        clearField(quota, FieldDescriptorProtoSchema.field.oneofIndex);
        violation.oneofDecl = [];
      },
      expected: [
        "google.rpc.QuotaFailure.Violation.future_quota_value: " +
          "ours int64 = 8, explicit presence, json futureQuotaValue; " +
          "theirs int64 = 8, implicit presence, json futureQuotaValue",
      ],
    },
    {
      what: "a field's type",
      path: errorDetails,
      change: (file) => {
        field(message(file, "QuotaFailure", "Violation"), "quota_value").type =
          FieldDescriptorProto_Type.INT32;
      },
      expected: [expect.stringMatching(/quota_value: ours int64 = 7, .* theirs int32 = 7, /)],
    },
    {
      what: "a field's message type",
      path: errorDetails,
      change: (file) => {
        field(message(file, "Help"), "links").typeName = ".google.rpc.LocalizedMessage";
      },
      expected: [
        expect.stringMatching(/ours repeated .*\.Help\.Link = .* repeated .*\.LocalizedMessage = /),
      ],
    },
    {
      what: "a field's label",
      path: errorDetails,
      change: (file) => {
        field(message(file, "DebugInfo"), "stack_entries").label =
          FieldDescriptorProto_Label.OPTIONAL;
      },
      expected: [expect.stringMatching(/stack_entries: ours repeated string .* theirs string /)],
    },
    {
      what: "the value type of a map",
      path: errorDetails,
      change: (file) => {
        field(message(file, "ErrorInfo", "MetadataEntry"), "value").type =
          FieldDescriptorProto_Type.BYTES;
      },
      expected: [expect.stringMatching(/ours map<string, string> .* theirs map<string, bytes> /)],
    },
    {
      what: "a JSON name",
      path: errorDetails,
      change: (file) => {
        field(message(file, "RetryInfo"), "retry_delay").jsonName = "delay";
      },
      expected: [expect.stringMatching(/json retryDelay; .* json delay$/)],
    },
    {
      what: "a field that was added",
      path: errorDetails,
      change: (file) => {
        message(file, "Help", "Link").field.push(
          create(FieldDescriptorProtoSchema, {
            name: "title",
            jsonName: "title",
            number: 3,
            label: FieldDescriptorProto_Label.OPTIONAL,
            type: FieldDescriptorProto_Type.STRING,
          }),
        );
      },
      expected: [
        "google.rpc.Help.Link.title: ours missing; " +
          "theirs string = 3, implicit presence, json title",
      ],
    },
    {
      what: "a message that was removed",
      path: errorDetails,
      change: (file) => {
        file.messageType = file.messageType.filter(({ name }) => name !== "DebugInfo");
      },
      expected: [
        "google.rpc.DebugInfo: ours message; theirs missing",
        expect.stringMatching(/DebugInfo\.stack_entries: .* theirs missing$/),
        expect.stringMatching(/DebugInfo\.detail: .* theirs missing$/),
      ],
    },
    {
      what: "the number of an enum value",
      path: code,
      change: (file) => {
        item(item(file.enumType, "Code").value, "DATA_LOSS").number = 17;
      },
      expected: ["google.rpc.Code.DATA_LOSS: ours 15; theirs 17"],
    },
    {
      what: "the order of enum values",
      path: code,
      change: (file) => {
        item(file.enumType, "Code").value.sort((a, b) => a.number - b.number);
      },
      expected: [
        expect.stringMatching(
          /^google\.rpc\.Code: .*DENIED, UNAUTHENTICATED.*; .*DENIED, RESOURCE/,
        ),
      ],
    },
    {
      what: "the oneof of a field",
      path: operations,
      change: (file) => {
        const operation = message(file, "Operation");
        item(operation.oneofDecl, "result").name = "outcome";
      },
      expected: [
        expect.stringMatching(/Operation\.error: .* oneof result; .* oneof outcome$/),
        expect.stringMatching(/Operation\.response: .* oneof result; .* oneof outcome$/),
      ],
    },
    {
      what: "the streaming kind of a method",
      path: operations,
      change: (file) => {
        method(file, "WaitOperation").serverStreaming = true;
      },
      expected: [expect.stringMatching(/WaitOperation: ours unary .*; theirs server_streaming /)],
    },
    {
      what: "the output of a method",
      path: operations,
      change: (file) => {
        method(file, "CancelOperation").outputType = ".google.longrunning.Operation";
      },
      expected: [expect.stringMatching(/=> google\.protobuf\.Empty; .* => .*\.Operation$/)],
    },
    {
      what: "the number of an extension",
      path: operations,
      change: (file) => {
        item(file.extension, "operation_info").number = 1050;
      },
      expected: [expect.stringMatching(/operation_info: ours .* = 1049, .*; theirs .* = 1050, /)],
    },
  ];

  for (const { what, path, change, expected } of changes) {
    it(`reports ${what} and nothing else`, () => {
      const changed = clone(FileDescriptorSetSchema, upstream);
      change(item(changed.file, path));
      expect(differences(fileIn(upstream, path), fileIn(changed, path))).toEqual(expected);
    });
  }
});

function fileIn(set: FileDescriptorSet, path: string): DescFile {
  const file = createFileRegistry(set).getFile(path);
  if (!file) {
    throw new Error(`no file ${path}`);
  }
  return file;
}

function message(file: FileDescriptorProto, name: string, nested?: string): DescriptorProto {
  const found = item(file.messageType, name);
  return nested === undefined ? found : item(found.nestedType, nested);
}

function field(parent: DescriptorProto, name: string) {
  return item(parent.field, name);
}

function method(file: FileDescriptorProto, name: string) {
  return item(item(file.service, "Operations").method, name);
}

function item<T extends { name: string }>(items: T[], name: string): T {
  const found = items.find((it) => it.name === name);
  if (!found) {
    throw new Error(`no ${name} in the descriptor`);
  }
  return found;
}
