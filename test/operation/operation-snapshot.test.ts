import { inspect } from "node:util";
import { create, createRegistry, toJson } from "@bufbuild/protobuf";
import { anyPack, EmptySchema, timestampFromDate } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ArchiveBooksMetadataSchema,
  ArchiveBooksResponseSchema,
  CreateShelfMetadataSchema,
  LibraryService,
  ReservationSchema,
  ShelfSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { OperationSchema as GoogleOperationSchema } from "../../gen/google/longrunning/operations_pb.js";
import { PreconditionFailureSchema } from "../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { OperationSchema as YandexOperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { QuotaFailureSchema } from "../../gen/yandex/cloud/quota/quota_pb.js";
import { Code, RpcError } from "../../src/entry/index.js";
import {
  type OperationSnapshot,
  type OperationTypes,
  operationSnapshot,
} from "../../src/operation/operation-snapshot.js";
import { everyTrapThrows, revoked, withThrowingGetter } from "../fixtures/throwing-values.js";
import { bytesAsLists, decodedAny, fromGax, operationForms } from "./operation-forms.js";

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

const record = {
  id: "op1",
  description: "Create shelf",
  createdBy: "ada",
  createdAt: timestampFromDate(new Date("2026-01-02T03:04:05.678Z")),
  modifiedAt: timestampFromDate(new Date("2026-01-02T04:00:00Z")),
};

const yandexFailed = create(YandexOperationSchema, {
  ...record,
  done: true,
  metadata,
  result: { case: "error", value: failure },
});

const yandexDone = create(YandexOperationSchema, {
  ...record,
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

  describe.each(operationForms)("of %s", (_, form) => {
    const schemas = { response: ShelfSchema, metadata: CreateShelfMetadataSchema };

    it("reads a failure with its details", () => {
      const snapshot = operationSnapshot(form(yandexFailed), schemas);
      expect(snapshot).toMatchObject({ id: "op1", state: "failed", response: undefined });
      expectFailure(snapshot.error);
      expect(snapshot.metadata).toEqual(create(CreateShelfMetadataSchema, { shelfId: "s1" }));
    });

    it("reads a success, with who asked for it, and when", () => {
      const raw = form(yandexDone);
      const snapshot = operationSnapshot(raw, schemas);
      expect(snapshot).toMatchObject({
        id: "op1",
        state: "succeeded",
        error: undefined,
        description: "Create shelf",
        createdBy: "ada",
        createdAt: new Date("2026-01-02T03:04:05.678Z"),
        modifiedAt: new Date("2026-01-02T04:00:00Z"),
        problems: [],
      });
      expect(snapshot.raw).toBe(raw);
      expect(snapshot.response).toEqual(create(ShelfSchema, { id: "s1", topic: "Poetry" }));
    });

    it("reads one that has only begun, without metadata", () => {
      const snapshot = operationSnapshot(form(create(YandexOperationSchema, record)), schemas);
      expect(snapshot).toMatchObject({
        id: "op1",
        state: "running",
        error: undefined,
        metadata: undefined,
        response: undefined,
        problems: [],
      });
    });

    it("reads one that fails while it is rolled back", () => {
      const failing = create(YandexOperationSchema, { ...yandexFailed, done: false });
      const snapshot = operationSnapshot(form(failing));
      expect(snapshot.state).toBe("failing");
      expectFailure(snapshot.error);
    });

    it("decodes a response of type Empty without being told", () => {
      const value = anyPack(EmptySchema, create(EmptySchema));
      const result = { case: "response", value } as const;
      const done = create(YandexOperationSchema, { id: "op1", done: true, result });
      expect(operationSnapshot(form(done)).response).toEqual(create(EmptySchema));
    });

    it("reads one that is done with neither", () => {
      const done = create(YandexOperationSchema, { id: "op1", done: true });
      const snapshot = operationSnapshot(form(done), schemas);
      expect(snapshot).toMatchObject({ state: "succeeded", response: undefined, error: undefined });
    });
  });

  it("has nothing to tell but the id where the service said no more", () => {
    const snapshot = operationSnapshot(create(YandexOperationSchema, { id: "op1" }));
    expect(snapshot).toMatchObject({
      id: "op1",
      state: "running",
      description: undefined,
      createdAt: undefined,
      createdBy: undefined,
      modifiedAt: undefined,
    });
  });

  it("decodes payloads whose bytes are lists of numbers", () => {
    const schemas = { response: ShelfSchema, metadata: CreateShelfMetadataSchema };
    const snapshot = operationSnapshot(bytesAsLists(yandexDone), schemas);
    expect(snapshot.response).toEqual(create(ShelfSchema, { id: "s1", topic: "Poetry" }));
    expect(snapshot.metadata).toEqual(create(CreateShelfMetadataSchema, { shelfId: "s1" }));
  });

  it.each(decodedAny)("decodes payloads that %s decoded in its own way", (_, form) => {
    const reservation = create(ReservationSchema, {
      id: "r1",
      bookId: "42",
      expiresAt: { seconds: -5_000_000_000n, nanos: 123_456_789 },
    });
    const violation = { metric: { name: "disks", limit: -7n, usage: 0.5 }, required: 1n << 40n };
    const quota = create(QuotaFailureSchema, { violations: [violation] });
    const result = { case: "response", value: anyPack(ReservationSchema, reservation) } as const;
    const packed = anyPack(QuotaFailureSchema, quota);
    const done = create(YandexOperationSchema, { ...record, done: true, metadata: packed, result });
    const schemas = { response: ReservationSchema, metadata: QuotaFailureSchema };
    const snapshot = operationSnapshot(form(done), schemas);
    expect(snapshot.response).toEqual(reservation);
    expect(snapshot.metadata).toEqual(quota);
    expect(snapshot.problems).toEqual([]);
  });

  it("reads google-gax's own object by what the service answered last", () => {
    const failed = create(GoogleOperationSchema, {
      name: "operations/7",
      done: true,
      metadata,
      result: { case: "error", value: failure },
    });
    const snapshot = operationSnapshot(fromGax(failed), { metadata: CreateShelfMetadataSchema });
    expect(snapshot).toMatchObject({ id: "operations/7", state: "failed", problems: [] });
    expectFailure(snapshot.error);
    expect(snapshot.metadata?.shelfId).toBe("s1");
    const result = { case: "response", value: shelf } as const;
    const done = create(GoogleOperationSchema, { name: "operations/7", done: true, result });
    const { response } = operationSnapshot(fromGax(done), { response: ShelfSchema });
    expect(response?.topic).toBe("Poetry");
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

  it("decodes by the method's option, and what it does not name by the registry", () => {
    const { createShelf, archiveBooks } = LibraryService.method;
    const snapshot = operationSnapshot(yandexDone, { method: createShelf });
    expect(snapshot.response).toEqual(create(ShelfSchema, { id: "s1", topic: "Poetry" }));
    expect(snapshot.metadata).toEqual(create(CreateShelfMetadataSchema, { shelfId: "s1" }));
    const other = operationSnapshot(yandexDone, { method: archiveBooks });
    expect(other.response).toBe(shelf);
    expect(other.problems).toEqual([]);
    const byBoth = operationSnapshot(yandexDone, { method: archiveBooks, registry });
    expect(byBoth.response).toEqual(create(ShelfSchema, { id: "s1", topic: "Poetry" }));
  });

  it("decodes by the registry, and leaves to it what the operation may hold", () => {
    const snapshot = operationSnapshot(yandexDone, { registry });
    expect(snapshot.response).toEqual(create(ShelfSchema, { id: "s1", topic: "Poetry" }));
    expect(snapshot.metadata).toEqual(create(CreateShelfMetadataSchema, { shelfId: "s1" }));
    expect(operationSnapshot(yandexDone, { registry: createRegistry() }).response).toBe(shelf);
  });

  it("says which of the two stayed as it came, and why", () => {
    const damaged = { ...shelf, value: shelf.value.subarray(0, 3) };
    const operation = { id: "op1", done: true, metadata, response: damaged };
    const types = { response: ShelfSchema, metadata: ArchiveBooksMetadataSchema };
    const snapshot = operationSnapshot(operation, types);
    expect(snapshot.response).toBe(damaged);
    expect(snapshot.metadata).toBe(metadata);
    expect(snapshot.problems.map(({ kind, message }) => `${kind}, ${message}`)).toEqual([
      "detail, metadata: not of type example.library.v1.ArchiveBooksMetadata",
      "detail, response: does not decode as example.library.v1.Shelf",
    ]);
  });

  it("decodes once, when it is first asked", () => {
    let asked = 0;
    const counting = {
      ...registry,
      getMessage: (name: string) => {
        asked++;
        return registry.getMessage(name);
      },
    };
    const snapshot = operationSnapshot(yandexDone, { registry: counting });
    expect(snapshot.state).toBe("succeeded");
    expect(asked).toBe(0);
    expect(snapshot.response).toBe(snapshot.response);
    expect(asked).toBe(1);
    const failed = operationSnapshot(yandexFailed);
    expect(failed.error).toBe(failed.error);
  });

  it("refuses a method or a registry that is none", () => {
    const options = (types: unknown) => types as OperationTypes;
    expect(() => operationSnapshot(yandexDone, options({ method: "createShelf" }))).toThrow(
      /^method must be .*"createShelf"/,
    );
    expect(() => operationSnapshot(yandexDone, options({ registry: [] }))).toThrow(
      /^registry must be/,
    );
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
    ["running", { name: "operations/1" }],
    ["running", { name: "projects/p/locations/l/operations/1" }],
    [
      "failed",
      {
        name: "operations/1",
        done: true,
        result: { error: status, response: null },
        error: status,
      },
    ],
  ])("says %s of %j", (state, operation) => {
    expect(operationSnapshot(operation).state).toBe(state);
  });

  it.each([
    undefined,
    null,
    1,
    "op1",
    {},
    { id: "folder", name: "operations/1", createdAt: "2026-01-02T03:04:05Z" },
    { name: "operations/1/books/2" },
    { id: 7, done: true },
    { error: status },
    [],
    new Error("x"),
  ])("refuses %s, which is no operation", (value) => {
    expect(() => operationSnapshot(value)).toThrow(TypeError);
  });

  it("does not print all of what it refuses", () => {
    const long = "x".repeat(1_000_000);
    for (const value of [long, () => long, Symbol(long), { toString: () => long }]) {
      let message = "";
      try {
        operationSnapshot(value);
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toMatch(/^an Operation is needed/);
      expect(message.length).toBeLessThan(200);
    }
  });

  it.each<[string, object]>([
    ["a proxy all of whose traps throw", everyTrapThrows()],
    ["a revoked proxy", revoked()],
    ["an id that throws", withThrowingGetter("id", { done: true })],
  ])("refuses %s with nothing but a TypeError", (_, value) => {
    expect(() => operationSnapshot(value)).toThrow(TypeError);
  });

  const cyclic: Record<string, unknown> = { id: "op1", done: true };
  Object.assign(cyclic, { error: cyclic, metadata: cyclic, response: cyclic, result: cyclic });
  const long = "\ud800".repeat(500_000);
  const hostile: [string, object][] = [
    ["a cycle", cyclic],
    ["itself as what google-gax answered last", selfWrapped()],
    ["an error that is a revoked proxy", { id: "op1", done: true, error: revoked() }],
    ["an error all of whose traps throw", { id: "op1", done: true, error: everyTrapThrows() }],
    [
      "details that are a revoked proxy",
      { id: "op1", done: true, error: { code: 9, details: revoked([]) } },
    ],
    ["metadata that throws", withThrowingGetter("metadata", { id: "op1", done: true })],
    ["a response that is a proxy", { id: "op1", done: true, response: everyTrapThrows() }],
    ["dates that throw", withThrowingGetter("createdAt", { id: "op1", done: true })],
    ["a date that is a proxy", { id: "op1", done: true, createdAt: revoked(), modifiedAt: [] }],
    [
      "long texts with halves of characters",
      {
        id: long,
        done: true,
        description: long,
        createdAt: long,
        error: { code: 9, message: long, details: [{ "@type": long }] },
      },
    ],
    [
      "names of prototypes",
      JSON.parse(
        '{"id":"op1","done":true,"__proto__":{"done":false},"constructor":{},"error":{"__proto__":{"code":9}}}',
      ),
    ],
  ];

  it.each(hostile)("reads %s without throwing", (_, value) => {
    const snapshot = operationSnapshot(value, { registry, response: ShelfSchema });
    const { error, metadata: _1, response: _2, problems, createdAt, modifiedAt } = snapshot;
    expect(snapshot.id).toBeTypeOf("string");
    expect(snapshot.state).toMatch(/^(running|failing|succeeded|failed|cancelled)$/);
    expect(error === undefined || error instanceof RpcError).toBe(true);
    expect(Array.isArray(problems)).toBe(true);
    expect([createdAt, modifiedAt]).toEqual([undefined, undefined]);
  });

  it.each(hostile)("prints %s without throwing", (_, value) => {
    const snapshot = operationSnapshot(value);
    expect(JSON.parse(JSON.stringify(snapshot))).toMatchObject({ state: snapshot.state });
    expect(inspect(snapshot)).toContain(snapshot.state);
  });

  it("prints what may be logged: no response, but what type it is", () => {
    const snapshot = operationSnapshot(yandexDone, { response: ShelfSchema });
    const printed = {
      id: "op1",
      state: "succeeded",
      description: "Create shelf",
      createdAt: "2026-01-02T03:04:05.678Z",
      createdBy: "ada",
      modifiedAt: "2026-01-02T04:00:00.000Z",
      metadata: { "@type": "type.googleapis.com/example.library.v1.CreateShelfMetadata" },
      response: { "@type": "type.googleapis.com/example.library.v1.Shelf" },
    };
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(printed);
    expect(inspect(snapshot)).toContain("example.library.v1.Shelf");
    expect(inspect(snapshot)).not.toContain("Poetry");
  });

  it("prints the error as it prints itself", () => {
    const snapshot = operationSnapshot(yandexFailed);
    expect(JSON.parse(JSON.stringify(snapshot))).toMatchObject({
      state: "failed",
      error: JSON.parse(JSON.stringify(snapshot.error)),
    });
  });

  it("reads any value as an operation or refuses it with a TypeError", () => {
    const members = ["id", "name", "done", "error", "response", "metadata", "result", "createdAt"];
    const typed = fc.record({
      "@type": fc.constant("google.protobuf.Struct"),
      value: fc.anything(),
    });
    const packed = fc.record({
      typeUrl: fc.constant("x/google.protobuf.Any"),
      value: fc.anything(),
    });
    const status = fc.record({
      code: fc.anything(),
      message: fc.anything(),
      details: fc.anything(),
    });
    const member = fc.oneof(fc.anything(), fc.boolean(), typed, packed, status);
    const operation = fc.dictionary(fc.constantFrom(...members), member).map((fields) => ({
      id: "op1",
      ...fields,
    }));
    fc.assert(
      fc.property(fc.oneof(operation, fc.anything()), (value) => {
        let snapshot: OperationSnapshot | undefined;
        try {
          snapshot = operationSnapshot(value);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          expect((error as Error).message).toMatch(/^an Operation is needed/);
        }
        const { state, metadata: _1, response: _2, error, problems } = snapshot ?? {};
        if (snapshot === undefined) return;
        expect(state === "succeeded" || state === "running").toBe(error === undefined);
        expect(problems).toBeDefined();
        JSON.stringify(snapshot);
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps the code and the message of an error whose details cannot be read", () => {
    const error = { code: 9, message: "not empty", details: revoked([]) };
    const snapshot = operationSnapshot({ id: "op1", done: true, error });
    expect(snapshot.error).toMatchObject({
      code: Code.FAILED_PRECONDITION,
      message: "not empty",
      via: "operation",
      problems: [{ kind: "unreadable" }],
    });
  });
});

function selfWrapped(): object {
  const operation: Record<string, unknown> = { name: "operations/1", done: false };
  operation.latestResponse = operation;
  return operation;
}
