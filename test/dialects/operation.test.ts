import { create, createRegistry, toBinary, toJson } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { OperationSchema } from "../../gen/google/longrunning/operations_pb.js";
import { file_google_rpc_error_details } from "../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { OperationSchema as YandexOperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { decodeOperationError, readOperation } from "../../src/dialects/operation.js";
import { fiveDetails, fiveMessages } from "../fixtures/five-details.js";
import { protobufjsType } from "../fixtures/foreign-status.js";
import { BookSchema, book } from "../fixtures/library-details.js";

const registry = createRegistry(...file_google_rpc_error_details.messages, BookSchema);
const failed = { case: "error", value: fiveDetails } as const;
const google = create(OperationSchema, { name: "operations/1", done: true, result: failed });
const yandex = create(YandexOperationSchema, { id: "op-1", done: true, result: failed });
const GoogleOperation = protobufjsType(
  "google/longrunning/operations.proto",
  "google.longrunning.Operation",
);

const failures: [string, unknown][] = [
  ["protobuf-es, Google's", google],
  ["protobuf-es, Yandex Cloud's", yandex],
  ["JSON, Google's", toJson(OperationSchema, google, { registry })],
  ["JSON, Yandex Cloud's", toJson(YandexOperationSchema, yandex, { registry })],
  ["protobufjs", GoogleOperation.decode(toBinary(OperationSchema, google))],
  [
    "proto-loader",
    GoogleOperation.toObject(GoogleOperation.decode(toBinary(OperationSchema, google)), {
      defaults: true,
      oneofs: true,
    }),
  ],
  [
    "ts-proto",
    {
      $type: "yandex.cloud.operation.Operation",
      id: "op-1",
      done: true,
      error: fiveDetails,
      response: undefined,
    },
  ],
  [
    "ts-proto with unions",
    { name: "operations/1", done: true, result: { $case: "error", error: fiveDetails } },
  ],
];

describe("readOperation", () => {
  it.each(failures)("finds the error in an operation of %s", (_, value) => {
    const operation = readOperation(value);
    expect(operation).toMatchObject({
      id: expect.stringMatching(/^(op-|operations\/)1$/),
      done: true,
      response: undefined,
    });
    expect(operation?.error).toBeDefined();
  });

  it.each([
    [
      "protobuf-es",
      create(OperationSchema, {
        name: "a",
        done: true,
        result: { case: "response", value: anyPack(BookSchema, book) },
      }),
    ],
    ["JSON", { id: "a", done: true, response: { "@type": "x/y.Z" } }],
    ["JSON with null as error", { id: "a", done: true, error: null, response: {} }],
    [
      "JSON with an OK status as error",
      { id: "a", done: true, error: { code: 0, message: "" }, response: {} },
    ],
    [
      "protobufjs",
      GoogleOperation.fromObject({ name: "a", done: true, response: { type_url: "x/y.Z" } }),
    ],
  ])("finds the response and no error in a success of %s", (_, value) => {
    expect(readOperation(value)).toMatchObject({
      id: "a",
      done: true,
      error: undefined,
      response: expect.anything(),
    });
  });

  it.each([
    ["JSON without done", { id: "a", metadata: { "@type": "x/y.Z" } }, false],
    ["JSON with done", { id: "a", done: false }, false],
    [
      "a rollback that runs, as Yandex Cloud has it",
      { id: "a", done: false, error: { code: 9, message: "m" } },
      false,
    ],
    [
      "a message that is all defaults but its id",
      create(YandexOperationSchema, { id: "a" }),
      false,
    ],
  ])("reads %s", (_, value, done) => {
    expect(readOperation(value)).toMatchObject({ id: "a", done });
  });

  it.each([
    ["a status", { code: 5, message: "m" }],
    ["an envelope", { error: { status: "NOT_FOUND" } }],
    ["an object with an id alone", { id: "a", title: "t" }],
    ["an id that is no text", { id: 5, done: true }],
    ["done that is no boolean", { id: "a", done: "true" }],
    ["an Error", Object.assign(new Error("m"), { id: "a", done: true, error: { code: 5 } })],
    ["null", null],
    ["text", "operation"],
    ["nothing", undefined],
  ])("does not take %s for one", (_, value) => {
    expect(readOperation(value)).toBeUndefined();
  });

  it.each([
    [
      "a type that is an object",
      '{"id":"a","done":true,"$type":{"toString":1},"error":{"code":5}}',
    ],
    [
      "a case that is an object",
      '{"id":"a","done":true,"result":{"case":{"toString":1,"valueOf":1}},"error":{"code":5}}',
    ],
  ])("does not throw on JSON with %s", (_, json) => {
    expect(readOperation(JSON.parse(json))?.error).toEqual({ code: 5 });
  });
});

describe("decodeOperationError", () => {
  it.each(failures)("decodes the five details in an operation of %s", (_, value) => {
    const parts = decodeOperationError(readOperation(value)?.error ?? {});
    expect(parts).toMatchObject({
      code: 3,
      message: fiveDetails.message,
      via: "operation",
      origin: "server",
      problems: [],
    });
    expect(parts.details.map(({ value: detail }) => detail)).toEqual(fiveMessages);
  });

  it("decodes a status without details of protobufjs, whose defaults sit on the prototype", () => {
    const bytes = toBinary(StatusSchema, create(StatusSchema, { code: 9 }));
    const status = protobufjsType("google/rpc/status.proto", "google.rpc.Status").decode(bytes);
    expect(decodeOperationError(status)).toMatchObject({
      code: 9,
      message: "",
      details: [],
      problems: [],
    });
  });
});
