import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import { attemptsOf, retry } from "../../src/entry/retry.js";

const failure = (error: unknown) => retry(() => Promise.reject(error)).catch((thrown) => thrown);

describe("attemptsOf", () => {
  it("finds the history through what was made of the error", async () => {
    const missing = await failure(new RpcError("NOT_FOUND", "no such book"));
    const wrapped = new Error("cannot lend", {
      cause: new Error("cannot read", { cause: missing }),
    });
    expect(attemptsOf(wrapped)).toBe(attemptsOf(missing));
    expect(attemptsOf(RpcError.from(wrapped))).toHaveLength(1);
  });

  it.each([undefined, null, 5, "text", {}, new Error("alone"), { attempts: 3 }])(
    "is empty for %s",
    (value) => {
      expect(attemptsOf(value)).toEqual([]);
    },
  );

  it("survives causes that run in a circle, and getters that throw", () => {
    const circle = new Error("one");
    circle.cause = circle;
    expect(attemptsOf(circle)).toEqual([]);
    const hostile = Object.defineProperty({}, "cause", {
      get() {
        throw new Error("not for you");
      },
    });
    expect(attemptsOf(hostile)).toEqual([]);
  });

  it("is not what an error prints", async () => {
    const error = await failure(new Error("no such book"));
    expect(inspect(error)).not.toContain("attempts");
    expect(JSON.stringify(error)).toBe("{}");
  });
});
