import { fileURLToPath } from "node:url";
import { create, toBinary } from "@bufbuild/protobuf";
import { loadSync, type Options } from "@grpc/proto-loader";
import { describe, expect, it } from "vitest";
import { OperationSchema as GoogleOperationSchema } from "../../../gen/google/longrunning/operations_pb.js";
import { OperationSchema } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { operationSnapshot } from "../../../src/entry/operation.js";
import { RpcError } from "../../../src/error/rpc-error.js";
import { fiveDetails, fiveDetailsBytes, fiveMessages } from "../../fixtures/five-details.js";

const includeDirs = [fileURLToPath(new URL("../../../proto/", import.meta.url))];

/** What a client of @grpc/proto-loader with these options gets of a message. */
function decode(options: Options, file: string, type: string, bytes: Uint8Array): object {
  const definitions = loadSync(file, { ...options, includeDirs });
  const { deserialize } = definitions[type] as unknown as { deserialize(bytes: Buffer): object };
  return deserialize(Buffer.from(bytes));
}

const all = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };

const ways: [way: string, options: Options][] = [
  ["by default", {}],
  ["with bytes: Array", { bytes: Array }],
  ["with bytes: Array and all else set", { ...all, bytes: Array }],
  ["with bytes: String", { bytes: String }],
  ["with bytes: String and all else set", { ...all, bytes: String }],
];

/** What is expected of each error here. */
function expectFiveDetails(error: RpcError | undefined): void {
  expect(error).toMatchObject({ code: fiveDetails.code, reason: "BOOK_INVALID" });
  expect(error?.message).toBe(fiveDetails.message);
  expect(error?.details.map(({ value }) => value)).toEqual(fiveMessages);
  expect(error?.problems).toEqual([]);
  expect(error?.retryDelayMs).toBe(2_500);
}

describe("an object of proto-loader", () => {
  it.each(ways)("that is a status keeps its details %s, and in JSON", (_, options) => {
    const status = decode(
      options,
      "google/rpc/status.proto",
      "google.rpc.Status",
      fiveDetailsBytes,
    );
    expectFiveDetails(RpcError.from(status));
    expectFiveDetails(RpcError.from(JSON.parse(JSON.stringify(status))));
  });

  it.each(ways)("that is an operation keeps its error's details %s", (_, options) => {
    const failed = { done: true, result: { case: "error", value: fiveDetails } } as const;
    const yandex = decode(
      options,
      "yandex/cloud/operation/operation.proto",
      "yandex.cloud.operation.Operation",
      toBinary(OperationSchema, create(OperationSchema, { ...failed, id: "op1" })),
    );
    const google = decode(
      options,
      "google/longrunning/operations.proto",
      "google.longrunning.Operation",
      toBinary(GoogleOperationSchema, create(GoogleOperationSchema, { ...failed, name: "op1" })),
    );
    for (const operation of [yandex, google]) {
      expectFiveDetails(operationSnapshot(operation).error);
      expectFiveDetails(operationSnapshot(JSON.parse(JSON.stringify(operation))).error);
      expectFiveDetails(RpcError.from(operation));
    }
  });
});
