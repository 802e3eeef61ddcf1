import { describe, expect, it } from "vitest";
import { checkListOptions } from "../../../src/operation/sources/list-options.js";

describe("checkListOptions", () => {
  it.each([
    {},
    { parent: "operations" },
    { parent: "projects/p 1/locations/-", filter: "", pageSize: 1 },
    { parent: "операции", filter: 'done=false AND name:"a"', pageSize: 2 ** 31 - 1 },
  ])("takes %j", (options) => {
    expect(() => checkListOptions(options)).not.toThrow();
  });

  it.each([
    "",
    "/",
    "/operations",
    "operations/",
    "projects//p",
    "projects/..",
    "\ud83d",
    7,
    null,
    {},
  ])("throws a TypeError that names the parent %j, which is no name", (parent) => {
    const check = () => checkListOptions({ parent: parent as string });
    expect(check).toThrow(TypeError);
    expect(check).toThrow(/^parent must be a path/);
    expect(check).toThrow(typeof parent === "string" ? JSON.stringify(parent) : String(parent));
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "500", null])(
    "throws a TypeError that names %s, which no page has as its size",
    (pageSize) => {
      const check = () => checkListOptions({ parent: "operations", pageSize: pageSize as number });
      expect(check).toThrow(TypeError);
      expect(check).toThrow(`pageSize must be a whole number from 1 to 2147483647, not`);
      expect(check).toThrow(String(pageSize));
    },
  );

  it.each([7, null, {}])("throws a TypeError for the filter %j", (filter) => {
    const check = () => checkListOptions({ parent: "operations", filter: filter as string });
    expect(check).toThrow(TypeError);
    expect(check).toThrow(/^filter must be a string, not/);
  });

  it.each([{ filter: "done=false" }, { pageSize: 10 }])(
    "throws a TypeError for %j without a parent, which would be in vain",
    (options) => {
      expect(() => checkListOptions(options)).toThrow(TypeError);
      expect(() => checkListOptions(options)).toThrow(`${Object.keys(options)} needs a parent`);
    },
  );
});
