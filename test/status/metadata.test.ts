import { inspect } from "node:util";
import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { ErrorMetadata } from "../../src/status/metadata.js";
import type { HeadersLike } from "../../src/wire/headers.js";

const metadataOf = (...sources: (HeadersLike | undefined)[]) => new ErrorMetadata({}, sources);

describe("ErrorMetadata", () => {
  it("is a multimap over all its sources, in their order, whatever the case of names", () => {
    const metadata = metadataOf(
      { "X-Id": "a" },
      undefined,
      new Headers({ "x-id": "b", date: "today" }),
    );
    expect(metadata.size).toBe(2);
    expect(metadata.get("X-ID")).toBe("a");
    expect(metadata.getAll("x-Id")).toEqual(["a", "b"]);
    expect(metadata.has("DATE")).toBe(true);
    expect(metadata.has("none")).toBe(false);
    expect(metadata.get("none")).toBeUndefined();
    expect(metadata.getAll("none")).toEqual([]);
    expect([...metadata]).toEqual([
      ["x-id", "a"],
      ["x-id", "b"],
      ["date", "today"],
    ]);
  });

  it("gives binary values of a real grpc-js Metadata as bytes, and the first as base64", () => {
    const source = new Metadata();
    source.add("x-bin", Buffer.from([1, 2]));
    source.add("x-bin", Buffer.from([3]));
    const metadata = metadataOf(source);
    expect(metadata.getAll("x-bin")).toEqual([Buffer.from([1, 2]), Buffer.from([3])]);
    expect(metadata.get("x-bin")).toBe("AQI");
  });

  it("reads its sources when it is first asked, and once", () => {
    let reads = 0;
    const metadata = metadataOf({
      *[Symbol.iterator](): Iterator<[string, string]> {
        reads++;
        yield ["a", "b"];
      },
    });
    expect(reads).toBe(0);
    expect([metadata.get("a"), metadata.get("a"), metadata.size]).toEqual(["b", "b", 1]);
    expect(reads).toBe(1);
  });

  it("shows no secret however it is printed, and gives it to who reads it", () => {
    const metadata = metadataOf({
      authorization: "Bearer hunter2",
      "set-cookie": ["sid=hunter2", "b=hunter2"],
      "x-api-key": "hunter2",
      "x-token-bin": Buffer.from("hunter2"),
      "x-note": "Bearer hunter2",
      "x-request-id": "id-1",
    });
    for (const text of [
      JSON.stringify(metadata),
      inspect(metadata),
      inspect({ deep: { metadata } }, { depth: 9, showHidden: true }),
      String(metadata),
      `${Object.entries(metadata)}`,
    ]) {
      expect(text).not.toContain("hunter2");
      expect(text).not.toContain(Buffer.from("hunter2").toString("base64").replace(/=+$/, ""));
    }
    expect(JSON.parse(JSON.stringify(metadata))).toMatchObject({
      "set-cookie": ["***", "***"],
      "x-request-id": ["id-1"],
    });
    expect(metadata.get("x-api-key")).toBe("hunter2");
  });

  it("takes a header called __proto__ for a header", () => {
    const metadata = metadataOf(JSON.parse('{"__proto__":"x"}'));
    expect(metadata.get("__proto__")).toBe("x");
    expect(JSON.stringify(metadata)).toBe('{"__proto__":["x"]}');
  });

  it("survives sources that throw", () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("boom");
        },
      },
    );
    expect(metadataOf(hostile, { a: "b" }).get("a")).toBe("b");
  });
});
