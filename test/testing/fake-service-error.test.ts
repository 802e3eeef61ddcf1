import { Metadata, type ServiceError } from "@grpc/grpc-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toServiceError } from "../../src/entry/grpc-js.js";
import { type ErrorCode, RpcError } from "../../src/entry/index.js";
import { FakeMetadata, fakeServiceError } from "../../src/entry/testing.js";
import "../../examples/testing/setup.js";
import { wellFormed } from "../../src/wire/utf8.js";
import { anyDetail } from "../fixtures/detail-arbitrary.js";
import { serviceErrorFrom } from "../fixtures/real-service-error.js";
import { expectRichError, richError } from "../fixtures/rich-error.js";
import { anyText, protobufText } from "../fixtures/status-arbitrary.js";

const errorCode = fc.integer({ min: 1, max: 16 }) as fc.Arbitrary<ErrorCode>;

describe("fakeServiceError", () => {
  it("is what a real client gets of a real server", async () => {
    const real = await serviceErrorFrom((_, callback) => callback(toServiceError(richError())));
    const fake = fakeServiceError(richError(), { metadata: new Metadata() });
    const { code, details, message } = real;
    expect(fake).toMatchObject({ code, details, message });
    for (const name of ["grpc-status-details-bin", "content-type"])
      expect(fake.metadata.get(name)).toEqual(real.metadata.get(name));
    expectRichError(RpcError.from(fake));
  });

  it("decodes back to the same error", () => {
    fc.assert(
      fc.property(errorCode, protobufText, fc.array(anyDetail), (code, message, inputs) => {
        // Over gRPC, JSON of an unknown type travels in another form.
        const details = inputs.filter((input) => !("json" in input));
        const error = new RpcError(code, message, { details });
        for (const fake of [
          fakeServiceError(error),
          fakeServiceError(error, { metadata: new Metadata() }),
        ]) {
          expect(RpcError.from(fake)).toMatchRpcError(error);
          expect(RpcError.from(fake)).toMatchObject({ via: "grpc", origin: "server" });
        }
      }),
    );
  });

  it("replaces half characters, as every encoder does", () => {
    fc.assert(
      fc.property(anyText, (message) => {
        const error = RpcError.from(
          fakeServiceError(new RpcError("ABORTED", message, { details: richError().details })),
        );
        expect(error.message).toBe(wellFormed(message));
        expect(error.problems).toEqual([]);
      }),
    );
  });

  it("has all details, however large", () => {
    const details = [{ typeUrl: "x.example/a.B", value: new Uint8Array(100_000) }];
    const error = RpcError.from(fakeServiceError(new RpcError("ABORTED", "m", { details })));
    expect(error.details[0]?.bytes).toHaveLength(100_000);
  });

  it("has the error's headers, without those that no server can send", () => {
    const metadata = {
      "x-request-id": "id-1",
      "grpc-status": "0",
      "x bad": "1",
      "x-bytes-bin": new Uint8Array([1, 2]),
    };
    const error = new RpcError("ABORTED", "m", { metadata });
    const fake = fakeServiceError(error, { metadata: new Metadata() });
    expect(fake.metadata.getMap()).toEqual({
      "x-request-id": "id-1",
      "x-bytes-bin": Buffer.from([1, 2]),
      "content-type": "application/grpc+proto",
    });
    expect(RpcError.from(fakeServiceError(error)).requestIds).toEqual(["id-1"]);
  });

  it("keeps what an error is that was received", () => {
    const received = RpcError.from(fakeServiceError(richError()));
    expectRichError(RpcError.from(fakeServiceError(received)));
  });

  it("is a ServiceError for TypeScript with metadata of grpc-js, and only then", () => {
    const error: ServiceError = fakeServiceError(richError(), { metadata: new Metadata() });
    // @ts-expect-error -- the metadata of its own is not grpc-js's class
    const other: ServiceError = fakeServiceError(richError());
    expect([error, other]).toEqual([expect.any(Error), expect.any(Error)]);
  });

  it.each([undefined, "NOT_FOUND", new Error("boom"), Object.create(null)])(
    "throws a TypeError for what is no RpcError",
    (value) => {
      expect(() => fakeServiceError(value as never)).toThrow(TypeError);
      expect(() => fakeServiceError(value as never)).toThrow("fakeServiceError needs an RpcError");
    },
  );
});

describe("FakeMetadata", () => {
  it("reads as grpc-js's Metadata does", () => {
    const [fake, real] = [new FakeMetadata(), new Metadata()];
    for (const metadata of [fake, real]) {
      metadata.add("X-Name", "1");
      metadata.add("x-name", "2");
      metadata.add("y-bin", Buffer.from([1]));
      metadata.set("z", "1");
      metadata.set("Z", "2");
    }
    for (const name of ["x-name", "X-NAME", "y-bin", "z", "missing"])
      expect(fake.get(name)).toEqual(real.get(name));
    expect(fake.getMap()).toEqual(real.getMap());
    expect(JSON.stringify(fake)).toBe(JSON.stringify(real));
  });
});
