import { status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import type { ErrorPolicy } from "../../../src/entry/grpc-js.js";
import { badRequest, RpcError } from "../../../src/entry/index.js";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { SECRET } from "../../fixtures/failures.js";
import { throwing } from "../../fixtures/hostile-values.js";
import { MISBEHAVIOURS } from "../../fixtures/misbehaviours.js";
import { KINDS } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import { BOTH_WAYS, handlersFor, withGuarded } from "./with-guarded.js";

const MEMBERS = ["onError", "mapError", "expose", "onTrim", "requestId"] as const;

const policies = MEMBERS.flatMap((member) =>
  Object.entries(MISBEHAVIOURS).map(([does, misbehave]) => ({
    member,
    does,
    policy: { [member]: misbehave } as ErrorPolicy,
  })),
);

const large = () =>
  new RpcError("INVALID_ARGUMENT", "many books are wrong", {
    details: [
      badRequest(
        Array.from({ length: 1_000 }, (_, at) => ({ field: `f${at}`, description: "is wrong" })),
      ),
    ],
  });

expectNoEscapes();

describe.each(BOTH_WAYS)("$name", ({ interceptors }) => {
  it.each(policies)("hides a plain error although $member $does", async ({ policy }) => {
    const handlers = handlersFor(KINDS, async () => {
      throw new Error(SECRET);
    });
    await withGuarded({ handlers, policy, interceptors }, async (guarded) => {
      const calls = KINDS.map((kind) => guarded.start(kind).answer);
      for (const answer of await Promise.all(calls))
        expect(answer).toMatchObject({
          error: { code: status.INTERNAL, details: "internal error" },
        });
      await expectUsable(guarded);
    });
  });

  it.each(policies)("answers an RpcError although $member $does", async ({ policy, member }) => {
    const handlers = handlersFor(KINDS, async () => {
      throw large();
    });
    await withGuarded({ handlers, policy, interceptors }, async (guarded) => {
      // Where nobody says that it may go out, it does not.
      const expected =
        member === "expose"
          ? { code: status.INTERNAL, details: "internal error" }
          : { code: status.INVALID_ARGUMENT, details: "many books are wrong" };
      const calls = KINDS.map((kind) => guarded.start(kind).answer);
      for (const answer of await Promise.all(calls))
        expect(answer).toMatchObject({ error: expected });
      await expectUsable(guarded);
    });
  });

  it("answers although a text of the catalogue throws", async () => {
    const policy = { locales: { en: { NOT_FOUND: throwing } } };
    const handlers = handlersFor(KINDS, async () => {
      throw new RpcError("NOT_FOUND", "no such book");
    });
    await withGuarded({ handlers, policy, interceptors }, async (guarded) => {
      for (const kind of KINDS) {
        const answer = await guarded.start(kind).answer;
        expect(answer).toMatchObject({
          error: { code: status.NOT_FOUND, details: "no such book" },
        });
      }
      await expectUsable(guarded);
    });
  });

  it("tells onError of the original where mapError or expose throws", async () => {
    const original = new Error(SECRET);
    for (const policy of [{ mapError: throwing }, { expose: throwing }]) {
      const handlers = handlersFor(KINDS, async () => {
        throw original;
      });
      await withGuarded({ handlers, policy, interceptors }, async (guarded) => {
        for (const kind of KINDS) {
          await guarded.start(kind).answer;
          expect(guarded.of(kind).map(({ error }) => error)).toContain(original);
        }
      });
    }
  });
});
