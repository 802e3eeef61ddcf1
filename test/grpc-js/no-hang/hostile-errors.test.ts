import { status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { Code, errorInfo, RpcError, retryInfo } from "../../../src/entry/index.js";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { HOSTILE_METADATA } from "../../fixtures/hostile-metadata.js";
import { HOSTILE_VALUES, throwing } from "../../fixtures/hostile-values.js";
import { SPOILED_MEMBERS, spoiledError, UNUSED_MEMBERS } from "../../fixtures/spoiled-error.js";
import { KINDS } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import { WAYS } from "./ways.js";
import { BOTH_WAYS, handlersFor, withGuarded } from "./with-guarded.js";

const MESSAGE = "no such book";

const proxyCases = Object.entries(WAYS).flatMap(([wayName, { kinds, handler }]) =>
  Object.entries(HOSTILE_VALUES).map(([name, make]) => ({ wayName, kinds, handler, name, make })),
);

expectNoEscapes();

describe.each(BOTH_WAYS)("$name", ({ interceptors }) => {
  it.each(Object.entries(HOSTILE_METADATA))(
    "answers an RpcError whose metadata has %s",
    async (_name, metadata) => {
      const handlers = handlersFor(KINDS, async () => {
        const details = [errorInfo({ reason: "BOOK_MISSING" })];
        const options = { details, metadata };
        throw new RpcError("NOT_FOUND", MESSAGE, options);
      });
      await withGuarded({ handlers, interceptors }, async (guarded) => {
        const calls = KINDS.map((kind) => guarded.start(kind).answer);
        for (const answer of await Promise.all(calls)) {
          expect(answer).toHaveProperty("error");
          const { error } = answer as { error: unknown };
          expect(RpcError.from(error)).toMatchObject({
            code: Code.NOT_FOUND,
            message: MESSAGE,
            reason: "BOOK_MISSING",
            problems: [],
          });
        }
        await expectUsable(guarded);
      });
    },
  );

  it.each(SPOILED_MEMBERS)("answers an RpcError whose %s throws", async (member) => {
    const handlers = handlersFor(KINDS, async () => {
      throw spoiledError(member);
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      const calls = KINDS.map((kind) => guarded.start(kind).answer);
      for (const answer of await Promise.all(calls)) {
        expect(answer).toHaveProperty("error.code", expect.any(Number));
        const { error } = answer as { error: { code: number; details: string } };
        expect([status.NOT_FOUND, status.INTERNAL]).toContain(error.code);
        if (UNUSED_MEMBERS.includes(member))
          expect(error).toMatchObject({ code: status.NOT_FOUND, details: MESSAGE });
      }
      await expectUsable(guarded);
    });
  });

  it("answers an RpcError with a detail that does not encode, and keeps the others", async () => {
    const broken = errorInfo({ reason: "BROKEN" });
    Object.defineProperty(broken, "reason", { get: throwing, enumerable: true });
    const wrong = errorInfo({ reason: "WRONG" });
    Object.assign(wrong, { domain: 42 });
    const handlers = handlersFor(KINDS, async () => {
      throw new RpcError("NOT_FOUND", MESSAGE, { details: [broken, retryInfo(2_000), wrong] });
    });
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      for (const kind of KINDS) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toMatchObject({ error: { code: status.NOT_FOUND, details: MESSAGE } });
        const { error } = answer as { error: unknown };
        expect(RpcError.from(error).retryDelayMs).toBe(2_000);
      }
      await expectUsable(guarded);
    });
  });

  it.each(proxyCases)("answers $name after $wayName", async ({ kinds, handler, make }) => {
    const thrown = make();
    await withGuarded(
      { handlers: handlersFor(kinds, handler(thrown)), interceptors },
      async (guarded) => {
        const calls = kinds.map((kind) => ({ kind, answer: guarded.start(kind).answer }));
        for (const { kind, answer } of calls) {
          expect(await answer).toHaveProperty("error.code", expect.any(Number));
          const { error } = (await answer) as { error: { code: number } };
          expect([status.NOT_FOUND, status.INTERNAL]).toContain(error.code);
          if (error.code === status.INTERNAL)
            expect(guarded.of(kind).some((report) => report.error === thrown)).toBe(true);
        }
        await expectUsable(guarded);
      },
    );
  });
});
