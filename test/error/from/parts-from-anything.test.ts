import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { create, createRegistry, toBinary, toJson } from "@bufbuild/protobuf";
import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { OperationSchema } from "../../../gen/google/longrunning/operations_pb.js";
import { file_google_rpc_error_details } from "../../../gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../../../gen/google/rpc/status_pb.js";
import { OperationSchema as YandexOperationSchema } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { RpcError } from "../../../src/error/rpc-error.js";
import { fiveDetails, fiveDetailsBytes, fiveMessages } from "../../fixtures/five-details.js";
import { foreignStatuses, protobufjsType } from "../../fixtures/foreign-status.js";

const registry = createRegistry(...file_google_rpc_error_details.messages);
const statusJson = toJson(StatusSchema, fiveDetails, { registry }) as Record<string, never>;
const failed = { case: "error", value: fiveDetails } as const;
const google = create(OperationSchema, { name: "operations/1", done: true, result: failed });
const yandex = create(YandexOperationSchema, { id: "op-1", result: failed });
const googleOfProtobufjs = protobufjsType(
  "google/longrunning/operations.proto",
  "google.longrunning.Operation",
).decode(toBinary(OperationSchema, google));

describe("RpcError.from", () => {
  it("gives an RpcError back as it is", () => {
    const error = new RpcError("NOT_FOUND", "m");
    expect(RpcError.from(error)).toBe(error);
    class BookError extends RpcError {}
    const book = new BookError("NOT_FOUND", "m");
    expect(RpcError.from(book)).toBe(book);
    expect(RpcError.from(Object.freeze(error))).toBe(error);
  });

  it.each([
    ["a status of protobuf-es", fiveDetails, "grpc"],
    ...foreignStatuses(fiveDetailsBytes).map(
      ([name, status]) => [`a status of ${name}`, status, "grpc"] as const,
    ),
    ["the JSON of a status", statusJson, "rest"],
    [
      "an AIP-193 envelope",
      {
        error: {
          code: 400,
          message: fiveDetails.message,
          status: "INVALID_ARGUMENT",
          details: statusJson.details,
        },
      },
      "rest",
    ],
    ["an operation of Google", google, "operation"],
    ["an operation of Yandex Cloud", yandex, "operation"],
    ["an operation of protobufjs", googleOfProtobufjs, "operation"],
    ["the JSON of an operation", toJson(YandexOperationSchema, yandex, { registry }), "operation"],
  ] as const)("reads %s whole", (_, value, via) => {
    const error = RpcError.from(value);
    expect(error).toMatchObject({
      code: 3,
      message: fiveDetails.message,
      origin: "server",
      via,
      cause: value,
    });
    expect(error.details.map((detail) => detail.value)).toEqual(fiveMessages);
    expect(error.problems).toEqual([]);
  });

  it.each(["Google's", "ts-proto's"])(
    "reads the JSON that protobufjs and ts-proto write of a status (%s)",
    (name) => {
      const key = name === "ts-proto's" ? "typeUrl" : "type_url";
      const [, decoded] = foreignStatuses(fiveDetailsBytes)[0] as [string, { details: object[] }];
      const json = JSON.parse(JSON.stringify(decoded).replaceAll('"type_url"', `"${key}"`));
      expect(json.details[0]).toMatchObject({
        [key]: expect.any(String),
        value: expect.any(String),
      });
      const error = RpcError.from(json);
      expect(error).toMatchObject({ code: 3, message: fiveDetails.message });
      expect(error.details.map((detail) => detail.value)).toEqual(fiveMessages);
    },
  );

  it("reads an envelope beside which an id stands by its status, not as an operation", () => {
    const body = { id: "request-1", error: { code: 404, message: "m", status: "NOT_FOUND" } };
    expect(RpcError.from(body)).toMatchObject({ code: 5, message: "m", via: "rest" });
  });

  it.each([
    ["an operation that runs", create(YandexOperationSchema, { id: "op-1" })],
    ["a status of code 0", create(StatusSchema, { message: "fine" })],
    ["an empty object", {}],
    ["an empty list", []],
    ["a Map", new Map()],
  ])("makes %s UNKNOWN, since the caller knows that something failed", (_, value) => {
    expect(RpcError.from(value)).toMatchObject({ code: 2, origin: "local", cause: value });
  });

  it.each([
    ["text", "shelf closed", "shelf closed"],
    ["an Error", new Error("shelf closed"), "shelf closed"],
    ["an object with a message", { message: "shelf closed" }, "shelf closed"],
    ["an object whose code is a row's", { code: 40401, message: "shelf closed" }, "shelf closed"],
    ["undefined", undefined, "undefined was thrown"],
    ["null", null, "null was thrown"],
    ["a number", 5, "5 was thrown"],
    ["a bigint", 5n, "5 was thrown"],
    ["a boolean", false, "false was thrown"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
  ])("makes %s UNKNOWN with a message that tells it", (_, value, message) => {
    const error = RpcError.from(value);
    expect(error).toMatchObject({
      code: 2,
      message,
      details: [],
      origin: "local",
      via: "local",
      problems: [],
    });
    expect(error.cause).toBe(value);
  });

  it("gives a message to an Error that has none", () => {
    expect(RpcError.from(new RangeError()).message).toBe("RangeError");
  });

  it.each([
    ["MongoServerError", { name: "MongoServerError", code: 11, codeName: "x" }],
    ["an LDAP error", { name: "NoSuchObjectError", code: 32 }],
    ["an error of a child process", { code: 1, signal: null, cmd: "ls" }],
  ])("does not take the numeric code of %s for one of gRPC", (_, members) => {
    const cause = Object.assign(new Error("m"), members);
    expect(RpcError.from(cause)).toMatchObject({ code: 2, message: "m", cause });
  });

  it("does not take the numeric code of an Error of another realm for one of gRPC either", () => {
    // Jest runs tests in contexts of their own: errors of Node then fail `instanceof Error`.
    const cause = runInNewContext("Object.assign(new Error('m'), { code: 11 })");
    expect(cause instanceof Error).toBe(false);
    expect(RpcError.from(cause)).toMatchObject({ code: 2, message: "m" });
  });

  it("reads a ServiceError and a system error of another realm", () => {
    const status = runInNewContext(
      "Object.assign(new Error('5 NOT_FOUND: m'), { code: 5, details: 'm', metadata: {} })",
    );
    expect(RpcError.from(status)).toMatchObject({ code: 5, message: "m", via: "grpc" });
    const refused = runInNewContext(
      "Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('c'), { code: 'ECONNREFUSED' }) })",
    );
    expect(RpcError.from(refused)).toMatchObject({ code: 14, origin: "transport" });
  });
});

describe("a header or an address that is refused", () => {
  const KEY = "fw_4f1c9a";
  const send =
    (url: string, headers: Record<string, string> = {}) =>
    () =>
      fetch(url, { headers });

  it.each<[what: string, send: () => unknown]>([
    ["a line break", send("http://127.0.0.1/", { authorization: `Bearer ${KEY}\nx` })],
    ["no scheme", send(`127.0.0.1/models?key=${KEY}`)],
    ["credentials", send(`http://user:${KEY}@127.0.0.1/`)],
    ["metadata", () => new Metadata().set("authorization", `Bearer ${KEY}ж`)],
  ])("is told of without what was in it: %s", async (_, request) => {
    const thrown: unknown = await Promise.resolve()
      .then(request)
      .catch((error: unknown) => error);
    expect(String(thrown)).toContain(KEY);
    const error = RpcError.from(thrown);
    expect(error.message).toContain("***");
    for (const text of [error.message, inspect(error), JSON.stringify(error), error.stack]) {
      expect(text).not.toContain(KEY);
    }
  });
});
