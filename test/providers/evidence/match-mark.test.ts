import { describe, expect, it } from "vitest";
import { type NameMark, providerOfMark } from "../../../src/providers/evidence/match-mark.js";
import type { Provider } from "../../../src/providers/provider.js";
import type { ProviderMarks } from "../../../src/providers/provider-marks.js";
import { library } from "../library-provider.js";

const withMarks = (id: string, marks: ProviderMarks): Provider => ({ ...library, id, marks });
const one = (kind: NameMark, mark: string) => [withMarks("one", { [kind]: [mark] })];

describe("providerOfMark", () => {
  it.each<[NameMark, string, string]>([
    ["types", "example.library", "example.library.Book"],
    ["types", "example.library", "example.library.v1.Book"],
    ["quotas", "ai.text", "AI.TextPerDay"],
    ["quotas", "Loans", "loansPerDay"],
    ["dialects", "twirp", "twirp"],
    ["headers", "x-card", "x-card"],
    ["headers", "x-card-", "x-card-7"],
    ["links", "books.example", "books.example/"],
    ["links", "books.example", "docs.books.example/a/b"],
    ["links", "books.example", "a.b.books.example"],
    ["links", "books.example/docs", "books.example/docs"],
    ["links", "books.example/docs", "books.example/docs/a"],
    ["links", "books.example/docs", "books.example/ru/docs/a"],
    ["links", "books.example/docs", "www.books.example/en/docs/"],
  ])("knows by %s %s what is called %s", (kind, mark, found) => {
    expect(providerOfMark(kind, found, one(kind, mark))?.id).toBe("one");
  });

  it.each<[NameMark, string, string]>([
    ["types", "example.library", "example.library"],
    ["types", "example.library", "example.libraryx.Book"],
    ["types", "example.library", "x.example.library.Book"],
    ["types", "example.library", "Example.Library.Book"],
    ["quotas", "ai.text", "x.ai.text"],
    ["dialects", "openai", "openai-like"],
    ["headers", "x-card", "x-cards"],
    ["headers", "x-card-", "x-card"],
    ["headers", "x-card-", "y-x-card-7"],
    ["links", "books.example", "books.example.com/"],
    ["links", "books.example", "mybooks.example/"],
    ["links", "books.example", "other.example/books.example"],
    ["links", "books.example/docs", "books.example/"],
    ["links", "books.example/docs", "books.example/docsx"],
    ["links", "books.example/docs", "books.example/blog/docs"],
    ["links", "books.example/docs", "books.example/ru/en/docs"],
  ])("does not know by %s %s what is called %s", (kind, mark, found) => {
    expect(providerOfMark(kind, found, one(kind, mark))).toBeUndefined();
  });

  it("takes the one that names it most exactly, wherever it stands", () => {
    const whole = withMarks("whole", { types: ["a.b"], links: ["a.example"], headers: ["x-"] });
    const part = withMarks("part", {
      types: ["a.b.c"],
      links: ["a.example/docs/c"],
      headers: ["x-c-"],
    });
    for (const known of [
      [whole, part],
      [part, whole],
    ]) {
      expect(providerOfMark("types", "a.b.c.Book", known)?.id).toBe("part");
      expect(providerOfMark("types", "a.b.Book", known)?.id).toBe("whole");
      expect(providerOfMark("links", "a.example/en/docs/c/d", known)?.id).toBe("part");
      expect(providerOfMark("links", "a.example/en/docs", known)?.id).toBe("whole");
      expect(providerOfMark("headers", "x-c-7", known)?.id).toBe("part");
    }
  });

  it("does without marks", () => {
    const { marks: _, ...plain } = library;
    expect(providerOfMark("headers", "x-library-card", [plain])).toBeUndefined();
  });
});
