import { describe, expect, it } from "vitest";
import { takesCallback } from "../../src/grpc-js/takes-callback.js";

type Handler = Parameters<typeof takesCallback>[0];

describe("takesCallback", () => {
  const inner = (_call: unknown, callback: () => void) => callback();
  it.each<[string, Handler, boolean | undefined]>([
    ["two parameters", inner, true],
    ["a bound function of two", inner.bind(null) as Handler, true],
    ["one parameter", (_call: never) => undefined, false],
    ["none", async () => undefined, false],
    ["rest parameters", (...args: never[]) => args, undefined],
    ["one and rest parameters", (_call: never, ...rest: never[]) => rest, undefined],
    [
      "arguments",
      function handler(_call: never) {
        // biome-ignore lint/complexity/noArguments: what is tested
        return arguments;
      },
      undefined,
    ],
    ["a function without a text", inner.bind(null, null) as Handler, undefined],
  ])("tells of %s", (_name, handler, answer) => {
    expect(takesCallback(handler)).toBe(answer);
  });
});
