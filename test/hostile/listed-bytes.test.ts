import { describe, expect, it } from "vitest";
import { operationSnapshot } from "../../src/entry/operation.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { everyTrapThrows } from "../fixtures/throwing-values.js";
import { quickly } from "./quickly.js";

const type_url = "type.googleapis.com/google.rpc.ErrorInfo";
/** No message: the list alone is to take its time. */
const million = new Array(1_000_000).fill(0);
const tooLong = new Array(5_000_000).fill(0);

const lists: [what: string, list: readonly unknown[]][] = [
  ["a million numbers", million],
  ["a million numbers, the last of which is none", [...million, "x"]],
  ["five million numbers", tooLong],
  ["four billion holes", new Array(2 ** 32 - 1)],
  ["an entry that throws", Object.defineProperty([...million], 5, { get: () => JSON.parse("") })],
  ["a proxy around, which throws", everyTrapThrows(million) as unknown[]],
  [
    "a length that is a lie",
    new Proxy([], { get: (_, name) => (name === "length" ? 2 ** 40 : 0) }),
  ],
];

describe("bytes that are a list", () => {
  it.each(lists)("of %s end decoding neither late nor badly", (_, value) => {
    const status = { code: 5, message: "no such book", details: [{ type_url, value }] };
    const error = quickly(() => {
      const decoded = RpcError.from(status);
      void decoded.problems;
      return decoded;
    });
    expect(error).toMatchObject({ code: 5, reason: undefined });
    expect(error.message).toBe("no such book");
    expect(error.details).toMatchObject([{ type: "google.rpc.ErrorInfo" }]);
    expect(error.problems).toMatchObject([{ kind: "detail", detail: 0 }]);
    expect(JSON.stringify(error)).toContain("no such book");
  });

  it.each(lists)("of %s end neither in a thousand details", (_, value) => {
    const details = new Array(1_000).fill({ type_url, value });
    const error = quickly(() => RpcError.from({ code: 5, message: "no such book", details }));
    expect(error.code).toBe(5);
    expect(error.details).toHaveLength(1_000);
  });

  it.each(lists)("of %s end neither as what an operation has made", (_, value) => {
    const payload = { type_url: "type.googleapis.com/google.protobuf.Struct", value };
    const done = { id: "op1", done: true, metadata: payload, response: payload };
    const problems = quickly(() => operationSnapshot(done).problems);
    expect(problems).toMatchObject([{ kind: "detail" }, { kind: "detail" }]);
  });
});
