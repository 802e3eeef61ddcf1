import { Code as ConnectCode } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { Code, errorInfo, RpcError, retryInfo } from "../../../src/entry/index.js";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { HOSTILE_METADATA } from "../../fixtures/hostile-metadata.js";
import { throwing } from "../../fixtures/hostile-values.js";
import { SPOILED_MEMBERS, spoiledError, UNUSED_MEMBERS } from "../../fixtures/spoiled-error.js";
import { kindsOn, type Outcome, WIRES, type Wire } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import { withRecordedLibrary } from "./recorded-library.js";
import { WAYS } from "./ways.js";

const MESSAGE = "no such book";

/** What calls of every kind end with when their handlers reject with `thrown`. */
async function answersTo(thrown: unknown, wire: Wire): Promise<Outcome[]> {
  const implementation = WAYS["a rejection"]?.implementation(thrown) ?? {};
  return withRecordedLibrary({ wire, implementation }, async (library) => {
    const answers = await Promise.all(kindsOn(wire).map((kind) => library.call(kind)));
    for (const answer of answers) expect(answer).toHaveProperty("error.code", expect.any(Number));
    await expectUsable(library, wire);
    return answers as Outcome[];
  });
}

expectNoEscapes();

describe("serverInterceptor", () => {
  it.each(
    WIRES.flatMap((wire) =>
      Object.entries(HOSTILE_METADATA).map(([name, metadata]) => ({ wire, name, metadata })),
    ),
  )("answers an RpcError over $wire whose metadata has $name", async ({ wire, metadata }) => {
    const details = [errorInfo({ reason: "BOOK_MISSING" })];
    const thrown = new RpcError("NOT_FOUND", MESSAGE, { details, metadata });
    for (const { error } of await answersTo(thrown, wire)) {
      expect(RpcError.from(error)).toMatchObject({
        code: Code.NOT_FOUND,
        message: MESSAGE,
        reason: "BOOK_MISSING",
        problems: [],
      });
    }
  });

  // Trailers, trailers in a body, and a body.
  const wires = ["grpc/2", "grpc-web/1.1", "connect/1.1"] as const;

  it.each(wires.flatMap((wire) => SPOILED_MEMBERS.map((member) => ({ wire, member }))))(
    "answers an RpcError over $wire whose $member throws",
    async ({ wire, member }) => {
      for (const { error } of await answersTo(spoiledError(member), wire)) {
        const { code } = error as { code: ConnectCode };
        expect([ConnectCode.NotFound, ConnectCode.Internal]).toContain(code);
        if (UNUSED_MEMBERS.includes(member))
          expect(error).toMatchObject({ code: ConnectCode.NotFound, rawMessage: MESSAGE });
      }
    },
  );

  it.each(WIRES)("keeps the other details over %s of one that does not encode", async (wire) => {
    const broken = errorInfo({ reason: "BROKEN" });
    Object.defineProperty(broken, "reason", { get: throwing, enumerable: true });
    const wrong = errorInfo({ reason: "WRONG" });
    Object.assign(wrong, { domain: 42 });
    const details = [broken, retryInfo(2_000), wrong];
    const thrown = new RpcError("NOT_FOUND", MESSAGE, { details });
    for (const { error } of await answersTo(thrown, wire)) {
      expect(RpcError.from(error)).toMatchObject({ code: Code.NOT_FOUND, message: MESSAGE });
      expect(RpcError.from(error).retryDelayMs).toBe(2_000);
    }
  });
});
