import { isDeepStrictEqual, stripVTControlCharacters } from "node:util";
import { expect } from "vitest";

type JestMatcher = (this: never, actual: unknown, ...expected: never[]) => unknown;

/**
 * Calls a matcher as jest's `expect` does: with a `this` of its own and no more in it than jest documents.
 *
 * @returns the message of the assertion that failed, without colours; `undefined` where it held.
 * @see https://jestjs.io/docs/expect#expectextendmatchers
 */
export function callAsJest(
  matcher: JestMatcher,
  { actual, expected, isNot = false }: { actual: unknown; expected: unknown; isNot?: boolean },
): string | undefined {
  const paint = (colour: number) => (text: unknown) => `\u001b[${colour}m${text}\u001b[39m`;
  const context = {
    isNot,
    promise: "",
    expand: false,
    equals: isDeepStrictEqual,
    utils: {
      EXPECTED_COLOR: paint(32),
      RECEIVED_COLOR: paint(31),
      matcherHint: (name: string, received = "received", wanted = "expected", options?: object) =>
        `expect(${received})${options && "isNot" in options && options.isNot ? ".not" : ""}.${name}(${wanted})`,
    },
  };
  const result = Reflect.apply(matcher, context, [actual, expected]) as object;
  // Jest refuses a result of another shape.
  expect(result).toEqual({ pass: expect.any(Boolean), message: expect.any(Function) });
  const { pass, message } = result as { pass: boolean; message: () => string };
  return pass === isNot ? stripVTControlCharacters(message()) : undefined;
}
