import { describe, expect, it } from "vitest";
import { checkPolicy } from "../../src/server/check-policy.js";
import type { ErrorPolicy } from "../../src/server/error-policy.js";

describe("checkPolicy", () => {
  it("takes a policy with every member", () => {
    const policy: Required<ErrorPolicy> = {
      expose: () => true,
      debug: false,
      onError: () => {},
      mapError: [() => undefined],
      requestId: false,
      domain: "library.example",
      locales: { en: { NOT_FOUND: "There is no such thing." } },
      maxDetailsBytes: 1_000,
      maxBodyBytes: 10_000,
      onTrim: () => {},
      retryHeaders: true,
    };
    expect(() => checkPolicy(policy)).not.toThrow();
    expect(() => checkPolicy({})).not.toThrow();
  });

  it.each([
    [null, "the policy must be an object, not null"],
    [() => {}, "the policy must be an object"],
    [{ exposes: true }, "the policy has no member exposes"],
    [{ expose: true }, "expose must be a function, not true"],
    [{ debug: "yes" }, 'debug must be true or false, not "yes"'],
    [{ onError: {} }, "onError must be a function"],
    [{ mapError: [() => undefined, "x"] }, "mapError must be a function or a list of functions"],
    [{ requestId: true }, "requestId must be false or a function, not true"],
    [{ domain: "" }, 'domain must be a name, not ""'],
    [{ locales: "en" }, 'locales must be texts by language, not "en"'],
    [{ locales: { en: "Hello" } }, 'locales.en must be texts by reason, not "Hello"'],
    [{ maxDetailsBytes: 32_769 }, "maxDetailsBytes must be an integer from 0 to 32768, not 32769"],
    [{ maxDetailsBytes: 1.5 }, "maxDetailsBytes must be an integer from 0 to 32768, not 1.5"],
    [{ maxBodyBytes: -1 }, "maxBodyBytes must be an integer, 0 or more, not -1"],
    [{ onTrim: null }, "onTrim must be a function, not null"],
    [{ retryHeaders: 1 }, "retryHeaders must be true or false, not 1"],
  ])("refuses %j", (policy, message) => {
    const check = () => checkPolicy(policy as unknown as ErrorPolicy);
    expect(check).toThrow(TypeError);
    expect(check).toThrow(message);
  });
});
