import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { Code, errorInfo, RpcError } from "../../src/entry/index.js";

describe("RpcError", () => {
  describe("forward", () => {
    const metadata = new Metadata();
    metadata.set("x-internal-host", "db-7");
    const received = RpcError.from({ code: 5, details: "no such book", metadata });

    it("makes an error of this process's own, with code, message and details", () => {
      const info = errorInfo({ reason: "BOOK_MISSING", domain: "library.example" });
      const upstream = RpcError.from({ code: 5, message: "m", details: [info] });
      const forwarded = upstream.forward();
      expect(forwarded).toMatchObject({ code: Code.NOT_FOUND, message: "m", origin: "local" });
      expect(forwarded.isDecoded).toBe(false);
      expect(forwarded.details).toEqual(upstream.details);
      expect(forwarded.cause).toBe(upstream);
    });

    it("leaves headers and trailers behind", () => {
      expect(received.metadata.has("x-internal-host")).toBe(true);
      expect(received.forward().metadata.size).toBe(0);
    });
  });

  describe("httpStatus", () => {
    it("is what the error was made with", () => {
      expect(new RpcError("FAILED_PRECONDITION", "m", { httpStatus: 413 }).httpStatus).toBe(413);
      expect(new RpcError("FAILED_PRECONDITION", "m").httpStatus).toBeUndefined();
    });

    it.each([200, 399, 600, 413.5, "413", null, Number.NaN])("must not be %j", (httpStatus) => {
      const make = () => new RpcError("ABORTED", "m", { httpStatus: httpStatus as number });
      expect(make).toThrow(TypeError);
      expect(make).toThrow(`httpStatus must be 400 to 599, not ${String(httpStatus)}`);
    });
  });
});
