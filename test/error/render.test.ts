import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { badRequest } from "../../src/status/builders/bad-request.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import { fiveDetails, fiveMessages } from "../fixtures/five-details.js";
import { BookSchema, book } from "../fixtures/library-details.js";

const lines = (error: unknown) => inspect(error).split("\n");
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/;

describe("renderError", () => {
  it("shows code, message and the main thing of each detail, each on a line of its own", () => {
    const error = new RpcError("INVALID_ARGUMENT", fiveDetails.message, { details: fiveMessages });
    const text = lines(error);
    expect(text[0]).toBe(`RpcError [INVALID_ARGUMENT]: ${fiveDetails.message}`);
    for (const [, needles] of Object.entries({
      badRequest: ["BadRequest"],
      violation: ["book.isbn", "has 12 digits", "ISBN_LENGTH"],
      errorInfo: ["BOOK_INVALID", "library.example"],
      metadata: ["shelf", "poetry"],
      retryInfo: ["RetryInfo", "2.5 s"],
      requestInfo: ["6f1c2a4e-8b7d-4c3a-9e5f-0a1b2c3d4e5f"],
      help: ["https://library.example/docs/import#books"],
    })) {
      expect(text.filter((line) => needles.every((needle) => line.includes(needle)))).toHaveLength(
        1,
      );
    }
  });

  it("shows no stack, no cause, no header that may hold a secret, and nothing of DebugInfo", () => {
    const error = new RpcError("INTERNAL", "m", {
      details: [debugInfo({ detail: "private", stackEntries: ["at private (secret.js:1)"] })],
      metadata: { authorization: "Bearer private", cookie: "private", "x-api-key": "private" },
      cause: new Error("private"),
    });
    for (const text of [
      inspect(error),
      inspect({ error }),
      inspect(error, { depth: 10, showHidden: true }),
    ]) {
      expect(text).not.toContain("private");
      expect(text).not.toMatch(/\n\s+at /);
      expect(text).toContain("DebugInfo");
    }
  });

  it("shows a peer's text without control characters, so that it cannot fake lines of a log", () => {
    const evil = "a\r\nINFO login ok\u001b[2J\u0007\u2028\u0085b";
    const error = RpcError.from({
      code: 5,
      message: evil,
      details: [
        { "@type": `x/${evil}` },
        {
          "@type": "x/google.rpc.ErrorInfo",
          reason: evil,
          domain: evil,
          metadata: { [evil]: evil },
        },
        {
          "@type": "x/google.rpc.BadRequest",
          fieldViolations: [{ field: evil, description: evil, reason: evil }],
        },
        { "@type": "x/google.rpc.RetryInfo", retryDelay: evil },
        {
          "@type": "x/google.rpc.QuotaFailure",
          violations: [{ subject: evil, description: evil }],
        },
        {
          "@type": "x/google.rpc.PreconditionFailure",
          violations: [{ type: evil, subject: evil, description: evil }],
        },
        {
          "@type": "x/google.rpc.ResourceInfo",
          resourceType: evil,
          resourceName: evil,
          description: evil,
        },
        { "@type": "x/google.rpc.RequestInfo", requestId: evil },
        { "@type": "x/google.rpc.Help", links: [{ description: evil, url: evil }] },
        { "@type": "x/google.rpc.LocalizedMessage", locale: evil, message: evil },
        {
          "@type": "x/yandex.cloud.quota.QuotaFailure",
          violations: [{ metric: { name: evil }, required: 5 }],
        },
        evil,
      ],
    });
    const text = inspect(error);
    expect(text).not.toMatch(CONTROL);
    expect(text.split("\n").filter((line) => /^INFO/.test(line))).toEqual([]);
  });

  it("names the members of types that are not google.rpc's, whose order tells nothing", () => {
    const metric = { name: "compute.ssdDisks.size", limit: "214748364800", usage: 193273528320 };
    const violations = [{ metric, required: "236223201280" }];
    const error = RpcError.from({
      code: 8,
      message: "quota exceeded",
      details: [{ "@type": "type.googleapis.com/yandex.cloud.quota.QuotaFailure", violations }],
    });
    expect(lines(error).slice(1)).toEqual([
      "└ yandex.cloud.quota.QuotaFailure",
      "    required=236223201280, name=compute.ssdDisks.size, limit=214748364800, usage=193273528320",
    ]);
  });

  it("counts what it does not show of long lists", () => {
    const violations = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`field${i}`, "wrong"]),
    );
    const text = inspect(
      new RpcError("INVALID_ARGUMENT", "m", { details: [badRequest(violations)] }),
    );
    expect(text).toContain("field0");
    expect(text).toMatch(/and 99\d more/);
    expect(text.split("\n").length).toBeLessThan(20);
  });

  it("counts what it does not show of many details", () => {
    const details = Array.from({ length: 100 }, () => errorInfo({ reason: "R" }));
    const text = inspect(new RpcError("INTERNAL", "m", { details }));
    expect(text).toMatch(/and \d\d more details/);
    expect(text.split("\n").length).toBeLessThan(40);
  });

  it("stays short for a message and a detail of a megabyte", () => {
    const long = "x".repeat(1_000_000);
    const error = new RpcError("INTERNAL", long, {
      details: [errorInfo({ reason: long, metadata: { [long]: long } })],
    });
    expect(inspect(error).length).toBeLessThan(20_000);
  });

  it("shows unknown and damaged details with their type and size", () => {
    const error = new RpcError("INTERNAL", "m", {
      details: [
        { typeUrl: "x/example.Unknown", value: new Uint8Array(17) },
        { typeUrl: "x/google.rpc.ErrorInfo", value: new Uint8Array([0xff]) },
        { typeUrl: "", value: new Uint8Array() },
        { schema: BookSchema, value: book },
      ],
    });
    const text = lines(error);
    expect(text.some((line) => line.includes("example.Unknown") && line.includes("17 bytes"))).toBe(
      true,
    );
    expect(
      text.some((line) => line.includes("google.rpc.ErrorInfo") && line.includes("1 bytes")),
    ).toBe(true);
    expect(
      text.some((line) => line.includes("example.library.v1.Book") && line.includes("title")),
    ).toBe(true);
    expect(text.some((line) => line.includes("problem detail"))).toBe(true);
  });

  it("never throws, even for details whose fields are of the wrong type", () => {
    const wrong = [
      errorInfo({ reason: {} as string, metadata: { a: 5 as never } }),
      { $typeName: "google.rpc.ErrorInfo" },
      { $typeName: "google.rpc.BadRequest", fieldViolations: [null] },
      { $typeName: "google.rpc.RetryInfo", retryDelay: "1s" },
    ];
    for (const detail of wrong) {
      const error = new RpcError("INTERNAL", "shown", { details: [detail as never] });
      expect(inspect(error)).toContain("shown");
      expect(JSON.stringify(error)).toContain("shown");
    }
  });
});
