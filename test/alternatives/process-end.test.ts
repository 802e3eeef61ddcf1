import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { sendUnaryData } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { guard } from "../../src/entry/grpc-js.js";
import { RpcError } from "../../src/entry/index.js";
import { serviceErrorFrom } from "../fixtures/real-service-error.js";
import { withLibrary } from "../grpc-js/library-server.js";
import { missing, withDetails } from "./rich-error.js";

const script = fileURLToPath(new URL("./dying-process.mjs", import.meta.url));

/** How a process ends in which somebody fails this way. */
async function endOf(way: string) {
  const child = spawn(process.execPath, [script, way], {
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 15_000,
  });
  const [complaint, [exitCode]] = await Promise.all([text(child.stderr), once(child, "close")]);
  return { exitCode, complaint };
}

describe("a process", () => {
  it.concurrent.each([
    ["grpc-js, a handler that rejects", /book 42 does not exist/],
    ["grpc-js, half a character", /URIError/],
    ["nice-grpc, half a character", /URIError/],
    ["nice-grpc-error-details, damaged details", /RangeError: premature EOF/],
  ])("ends with %s", async (way, complaint) => {
    expect(await endOf(way)).toEqual({ exitCode: 1, complaint: expect.stringMatching(complaint) });
  });
});

describe("the same with this library", () => {
  const half = { code: 5, details: "no book called \ud83d" };

  it.each([
    ["a handler that rejects", async () => Promise.reject(missing()), "book 42 does not exist"],
    [
      "half a character",
      (_: unknown, callback: sendUnaryData<object>) => void setImmediate(callback, half),
      "no book called \ufffd",
    ],
  ])("is an answer behind guard: %s", async (_, getBook, message) => {
    const implementation = guard({ getBook } as never);
    const { error } = await withLibrary(implementation, (calls) => calls.unary());
    expect(RpcError.from(error)).toMatchObject({ codeName: "NOT_FOUND", message });
  });

  it("is an error with a problem, for damaged details", async () => {
    const damaged = withDetails(5, "book 42 does not exist", Buffer.from([0x12, 0x05]));
    const error = await serviceErrorFrom((_, callback) => callback(damaged));
    expect(RpcError.from(error)).toMatchObject({
      codeName: "NOT_FOUND",
      message: "book 42 does not exist",
      problems: [{ kind: "status-proto" }],
    });
  });
});
