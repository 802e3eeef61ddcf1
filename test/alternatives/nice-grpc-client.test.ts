import { Metadata } from "@grpc/grpc-js";
import { ClientError } from "nice-grpc";
import { type BadRequest, RichClientError } from "nice-grpc-error-details";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import { DAMAGED } from "../fixtures/damaged-trailers.js";
import { serviceErrorFromTrailers } from "../fixtures/real-service-error.js";
import { failsRichly, withOperationsServer } from "../sdk/operations-server.js";
import { failureOn } from "./nice-grpc-failure.js";

describe("a client of nice-grpc", () => {
  it("throws an error without trailers and details, where the middleware is not used", async () => {
    const error = await withOperationsServer(failsRichly, (port) => failureOn(port, true));
    expect(error).toBeInstanceOf(ClientError);
    expect(Object.keys(error as object)).not.toContain("metadata");
    expect(RpcError.from(error).details).toEqual([]);
  });

  it("decodes the details with the middleware, without the reasons of field violations", async () => {
    const error = await withOperationsServer(failsRichly, (port) => failureOn(port));
    expect(error).toBeInstanceOf(RichClientError);
    const [badRequest, errorInfo, , , , unknown] = (error as RichClientError).extra;
    expect(errorInfo).toMatchObject({ reason: "BOOK_INVALID" });
    expect((badRequest as BadRequest).fieldViolations[0]).not.toHaveProperty("reason");
    expect(unknown).toMatchObject({ $type: "google.protobuf.Any" });
    // The trailers beside the details are not on it.
    expect(RpcError.from(error).requestIds).not.toContain("req-1");
  });

  it("throws an error without a code for one detail that is damaged", async () => {
    const corrupt = DAMAGED.find(({ name }) => name === "a corrupt detail");
    const bin = corrupt?.trailers["grpc-status-details-bin"] as string;
    const metadata = new Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from(bin, "base64"));
    const error = await withOperationsServer(
      (_, callback) => callback({ code: 5, details: "no such book", metadata }),
      (port) => failureOn(port),
    );
    expect(error).toBeInstanceOf(RangeError);
    expect(error).not.toHaveProperty("code");
    // The same trailers by a client of grpc-js.
    const plain = await serviceErrorFromTrailers(corrupt?.trailers ?? {});
    expect(RpcError.from(plain)).toMatchObject({
      code: 5,
      message: "no such book",
      problems: [{ kind: "detail" }],
    });
  });
});
