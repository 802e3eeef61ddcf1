import { Code as ConnectCode } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import type { ErrorPolicy } from "../../../src/entry/connect.js";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { FAILURES, SECRET } from "../../fixtures/failures.js";
import { MISBEHAVIOURS } from "../../fixtures/misbehaviours.js";
import { kindsOn, type Outcome, type Wire } from "../library-server.js";
import { expectUsable } from "./expect-answer.js";
import { withRecordedLibrary } from "./recorded-library.js";
import { WAYS } from "./ways.js";

/** One that has errors in trailers, and one that has them in bodies. */
const WIRES = ["grpc/2", "connect/1.1"] as const;

const policies = WIRES.flatMap((wire) =>
  (["onError", "mapError", "expose", "onTrim", "requestId"] as const).flatMap((member) =>
    Object.entries(MISBEHAVIOURS).map(([does, misbehave]) => ({
      wire,
      member,
      does,
      policy: { [member]: misbehave } as ErrorPolicy,
    })),
  ),
);

/** What calls of every kind end with when their handlers reject with `thrown`. */
async function answersTo(thrown: unknown, wire: Wire, policy: ErrorPolicy): Promise<Outcome[]> {
  const implementation = WAYS["a rejection"]?.implementation(thrown) ?? {};
  return withRecordedLibrary({ wire, implementation, policy }, async (library) => {
    const answers = await Promise.all(kindsOn(wire).map((kind) => library.call(kind)));
    await expectUsable(library, wire);
    return answers as Outcome[];
  });
}

const internal = { error: { code: ConnectCode.Internal, rawMessage: "internal error" } };

expectNoEscapes();

describe("serverInterceptor", () => {
  it.each(policies)(
    "hides a plain error over $wire although $member $does",
    async ({ wire, policy }) => {
      for (const answer of await answersTo(new Error(SECRET), wire, policy))
        expect(answer).toMatchObject(internal);
    },
  );

  it.each(policies)(
    "answers an RpcError over $wire although $member $does",
    async ({ wire, policy, member }) => {
      const large = FAILURES["an RpcError with 100 kB of details"];
      const told = { error: { code: large?.code, rawMessage: large?.message } };
      for (const answer of await answersTo(large?.make(), wire, policy)) {
        // Where nobody says that it may go out, it does not.
        expect(answer).toMatchObject(member === "expose" ? internal : told);
      }
    },
  );
});
