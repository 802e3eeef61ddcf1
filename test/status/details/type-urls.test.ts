import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ErrorInfoSchema,
  file_google_rpc_error_details,
  HelpSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import { readTypeUrl, schemaFromUrl } from "../../../src/status/details/type-urls.js";

const urls = file_google_rpc_error_details.messages.map(
  ({ typeName }) => `type.googleapis.com/${typeName}`,
);

describe("schemaFromUrl", () => {
  it("finds known types whatever stands before the slash, the first time and again", () => {
    for (const prefix of ["type.googleapis.com/", "x.example/a/", "/", "", " "]) {
      for (let time = 0; time < 2; time++) {
        expect(schemaFromUrl(`${prefix}google.rpc.ErrorInfo`)).toBe(ErrorInfoSchema);
        expect(schemaFromUrl(`${prefix}google.rpc.Help`)).toBe(HelpSchema);
      }
    }
  });

  it.each([
    "",
    "type.googleapis.com/",
    "type.googleapis.com/x.Y",
    "type.googleapis.com/google.rpc.errorinfo",
    "__proto__",
  ])("finds nothing for %j", (url) => {
    expect(schemaFromUrl(url)).toBeUndefined();
  });
});

describe("readTypeUrl", () => {
  it("reads every URL as it is, also those that differ in one byte from one met before", () => {
    for (const url of urls) schemaFromUrl(url);
    for (const url of urls) {
      const bytes = Buffer.from(`<${url}>`);
      expect(readTypeUrl(bytes, 1, bytes.length - 1)).toBe(url);
      for (let i = 1; i < bytes.length - 1; i++) {
        const changed = Buffer.from(bytes);
        changed[i] = (changed[i] as number) ^ 1;
        expect(readTypeUrl(changed, 1, bytes.length - 1)).toBe(
          changed.subarray(1, -1).toString("latin1"),
        );
      }
    }
  });

  it("reads any bytes as Buffer does", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(readTypeUrl(bytes, 0, bytes.length)).toBe(Buffer.from(bytes).toString("utf8"));
      }),
    );
  });
});
