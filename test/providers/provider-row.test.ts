import { describe, expect, it } from "vitest";
import { providerRow } from "../../src/providers/provider-row.js";
import { Code } from "../../src/status/code.js";

const en = ["The shelf is full.", "Wait for a free place."] as const;

describe("providerRow", () => {
  it("takes name and HTTP status of the code where the table has none of its own", () => {
    const row = providerRow({ code: Code.NOT_FOUND, who: ["caller"], en });
    expect(row).toEqual({
      code: 5,
      httpStatus: 404,
      name: "NOT_FOUND",
      text: { en: { what: "The shelf is full.", fix: "Wait for a free place." } },
      who: ["caller"],
      retry: false,
    });
  });

  it("keeps name and HTTP status of the table", () => {
    const source = { code: Code.UNKNOWN, httpStatus: 520, name: "Unknown Error" };
    expect(providerRow({ ...source, who: ["time"], en })).toMatchObject(source);
  });

  it("promises a later success where time is among those who mend the error", () => {
    const row = providerRow({ code: Code.ABORTED, who: ["caller", "time"], en, ru: ["А.", "Б."] });
    expect(row.retry).toBe(true);
    expect(row.text.ru).toEqual({ what: "А.", fix: "Б." });
  });
});
