import { describe, expect, it } from "vitest";
import { encodedDetails } from "../../../src/status/budget/encoded-details.js";
import { BinaryDetail } from "../../../src/status/details/binary-detail.js";
import type { DetailInput } from "../../../src/status/details/detail-input.js";
import { fiveMessages } from "../../fixtures/five-details.js";
import { BookSchema } from "../../fixtures/library-details.js";

function revoked(target: object): DetailInput {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy as DetailInput;
}

const boom = () => {
  throw new TypeError("boom");
};

describe("encodedDetails", () => {
  it("gives the details in order, each with its Any", () => {
    const { details, anys } = encodedDetails(fiveMessages);
    expect(details.map(({ value }) => value)).toEqual(fiveMessages);
    expect(anys.map((any) => new BinaryDetail(any).value)).toEqual(fiveMessages);
  });

  it.each([
    ["a number that is none of its type", { schema: BookSchema, value: { copies: 1.5 } }],
    ["a revoked proxy", revoked({})],
    ["a revoked proxy as bytes", { typeUrl: "x/y.Z", value: revoked(new Uint8Array(3)) }],
    ["a getter that throws", Object.defineProperty({}, "schema", { get: boom })],
    [
      "a message whose field throws",
      {
        ...fiveMessages[1],
        get domain() {
          return boom();
        },
      },
    ],
    [
      "something thrown that throws",
      Object.defineProperty({}, "schema", {
        get: () => {
          throw revoked({});
        },
      }),
    ],
  ])("leaves %s out, and keeps the others", (_, hostile) => {
    const inputs = [fiveMessages[0], hostile as unknown as DetailInput, fiveMessages[2]];
    const { details, anys } = encodedDetails(inputs);
    expect(details.map(({ value }) => value)).toEqual([fiveMessages[0], fiveMessages[2]]);
    expect(anys).toHaveLength(2);
  });

  it("leaves a detail out that throws when the list is read", () => {
    const inputs = [...fiveMessages] as DetailInput[];
    Object.defineProperty(inputs, 1, { get: boom });
    expect(encodedDetails(inputs).anys).toHaveLength(4);
  });

  it.each(["text", 5, null, undefined, {}, { typeUrl: "x/y.Z" }])(
    "throws a TypeError with the index for %j, which is no detail at all",
    (input) => {
      const encode = () => encodedDetails([fiveMessages[0], input as unknown as DetailInput]);
      expect(encode).toThrow(TypeError);
      expect(encode).toThrow("details[1]");
    },
  );
});
