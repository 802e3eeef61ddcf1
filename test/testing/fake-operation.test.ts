import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BookSchema,
  CreateShelfMetadataSchema,
  ShelfSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { OperationSchema as GoogleOperationSchema } from "../../gen/google/longrunning/operations_pb.js";
import { OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { type ErrorCode, RpcError } from "../../src/entry/index.js";
import { operationSnapshot } from "../../src/entry/operation.js";
import { type FakeOperationInit, fakeOperation } from "../../src/entry/testing.js";
import "../../examples/testing/setup.js";
import { anyDetail } from "../fixtures/detail-arbitrary.js";
import { richError } from "../fixtures/rich-error.js";
import { protobufText } from "../fixtures/status-arbitrary.js";

const styles = ["yandex", "google"] as const;
const states = ["running", "failing", "succeeded", "failed", "cancelled"] as const;
const CASES = styles.flatMap((style) =>
  states
    .filter((state) => style === "yandex" || state !== "failing")
    .map((state) => ({ style, state })),
);

describe("fakeOperation", () => {
  it.each(CASES)("is $state in the style of $style", ({ style, state }) => {
    const operation = fakeOperation({ id: "operations/1", state }, { style });
    expect(operationSnapshot(operation)).toMatchObject({ id: "operations/1", state, problems: [] });
    const schema = style === "google" ? GoogleOperationSchema : OperationSchema;
    expect(operation.$typeName).toBe(schema.typeName);
  });

  it.each(styles)("has what it was given, in the style of %s", (style) => {
    const operation = fakeOperation(
      {
        id: "op1",
        state: "succeeded",
        metadata: { schema: CreateShelfMetadataSchema, value: { shelfId: "7" } },
        response: { schema: ShelfSchema, value: { topic: "Poetry" } },
      },
      { style },
    );
    const types = { response: ShelfSchema, metadata: CreateShelfMetadataSchema };
    const { response, metadata } = operationSnapshot(operation, types);
    expect(response).toEqual(create(ShelfSchema, { topic: "Poetry" }));
    expect(metadata).toEqual(create(CreateShelfMetadataSchema, { shelfId: "7" }));
  });

  it("fails with the same error", () => {
    const codes = fc.integer({ min: 2, max: 16 }) as fc.Arbitrary<ErrorCode>;
    fc.assert(
      fc.property(codes, protobufText, fc.array(anyDetail), (code, message, inputs) => {
        const details = inputs.filter((input) => !("json" in input));
        const error = new RpcError(code, message, { details });
        for (const style of styles) {
          const snapshot = operationSnapshot(
            fakeOperation({ id: "1", state: "failed", error }, { style }),
          );
          expect(snapshot.state).toBe("failed");
          expect(snapshot.error).toMatchRpcError(error);
        }
      }),
    );
  });

  it("is cancelled for the reason that is given", () => {
    const error = new RpcError("CANCELLED", "by an operator");
    const { state, error: read } = operationSnapshot(
      fakeOperation({ id: "1", state: "cancelled", error }),
    );
    expect([state, read?.message]).toEqual(["cancelled", "by an operator"]);
  });

  const payload = { schema: BookSchema, value: {} };
  const cancelled = new RpcError("CANCELLED", "m");

  // Not by the values themselves in the titles: a schema has no end.
  it.each<[mistake: object, names: RegExp]>([
    [{ state: "running" }, /id must .* undefined/],
    [{ id: "", state: "running" }, /id must .* ""/],
    [{ id: "1", state: "done" }, /"done"/],
    [{ id: "1" }, /undefined/],
    [{ id: "1", state: "running", response: payload }, /running has no response/],
    [{ id: "1", state: "failed", response: payload }, /failed has no response/],
    [{ id: "1", state: "succeeded", error: richError() }, /succeeded has no error/],
    [{ id: "1", state: "failed", error: new Error("boom") }, /needs an RpcError/],
    [{ id: "1", state: "failed", error: cancelled }, /failed has no error CANCELLED/],
    [{ id: "1", state: "cancelled", error: richError() }, /no error INVALID_ARGUMENT/],
  ])("throws a TypeError for mistake %#", (mistake, names) => {
    const make = () => fakeOperation(mistake as FakeOperationInit);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(names);
  });

  it("throws a TypeError for a style that is none, and a rollback of Google's", () => {
    const init = { id: "1", state: "failing" } as const;
    expect(() => fakeOperation(init, { style: "aws" as "google" })).toThrow(/style .* "aws"/);
    expect(() => fakeOperation(init, { style: "google" })).toThrow(/failing/);
  });
});
