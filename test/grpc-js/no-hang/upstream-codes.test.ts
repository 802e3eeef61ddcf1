import { status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { codeName, type ErrorCode, RpcError } from "../../../src/entry/index.js";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { SECRET } from "../../fixtures/failures.js";
import { expectAnswer, expectUsable } from "./expect-answer.js";
import { upstreamError } from "./upstream-error.js";
import { BOTH_WAYS, withGuarded } from "./with-guarded.js";

const CODES = Array.from({ length: 16 }, (_, at) => (at + 1) as ErrorCode);

/** What tells a client whether to try again says nothing of the service behind. */
const KEPT: readonly ErrorCode[] = [
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.RESOURCE_EXHAUSTED,
  status.ABORTED,
  status.UNAVAILABLE,
];

const codes = CODES.map((code) => ({ name: codeName(code), code }));

expectNoEscapes();

describe.each(BOTH_WAYS)("$name", ({ interceptors }) => {
  it.each(codes)("tells no more than it may of an upstream $name", async ({ code }) => {
    for (const read of [(error: unknown) => error, RpcError.from]) {
      const thrown = read(await upstreamError(code));
      const handlers = {
        unary: async () => {
          throw thrown;
        },
      };
      await withGuarded({ handlers, interceptors }, async (guarded) => {
        const expected = KEPT.includes(code) ? code : status.INTERNAL;
        const answer = await guarded.start("unary").answer;
        expectAnswer(answer, { make: () => thrown, code: expected, hidden: true });
        expect(guarded.of("unary").map(({ error }) => error === thrown)).toEqual([true]);
        await expectUsable(guarded);
      });
    }
  });

  it("forwards an upstream error that is meant to pass, without its trailers", async () => {
    const handlers = {
      unary: async () => {
        const upstream = await upstreamError(status.PERMISSION_DENIED);
        throw RpcError.from(upstream).forward();
      },
    };
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      const answer = await guarded.start("unary").answer;
      expect(answer).toMatchObject({
        error: { code: status.PERMISSION_DENIED, details: `the store says ${SECRET}` },
      });
      const { error } = answer as { error: Parameters<typeof RpcError.from>[0] };
      const decoded = RpcError.from(error);
      expect(decoded).toMatchObject({ reason: "STORE", problems: [] });
      expect(decoded.details.map(({ type }) => type)).not.toContain("google.rpc.DebugInfo");
      const names = [...decoded.metadata].map(([name]) => name);
      expect(names).not.toContain("x-store-key");
      expect(names).not.toContain("x-store-key-bin");
    });
  });
});
