import { describe, expect, it } from "vitest";
import { typeNameFromUrl, typeUrlFromName } from "../../src/wire/type-url.js";

describe("typeUrlFromName", () => {
  it("puts the prefix of any.proto before the name", () => {
    expect(typeUrlFromName("google.rpc.Help")).toBe("type.googleapis.com/google.rpc.Help");
  });
});

describe("typeNameFromUrl", () => {
  it.each([
    "type.googleapis.com/google.rpc.Help",
    "https://types.example/some/path/google.rpc.Help",
    "/google.rpc.Help",
    "google.rpc.Help",
    " type.googleapis.com/google.rpc.Help\n",
  ])("finds the type's name in %j", (url) => {
    expect(typeNameFromUrl(url)).toBe("google.rpc.Help");
  });

  it.each(["", "/", "type.googleapis.com/"])("gives an empty name for %j", (url) => {
    expect(typeNameFromUrl(url)).toBe("");
  });
});
