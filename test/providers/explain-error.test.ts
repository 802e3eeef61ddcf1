import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { QuotaFailureSchema, type RpcError } from "../../src/entry/index.js";
import { RpcError as Rpc } from "../../src/error/rpc-error.js";
import { providers } from "../../src/providers/all-providers.js";
import { explainError } from "../../src/providers/explain-error.js";
import type { Provider, ProviderLocale } from "../../src/providers/provider.js";
import { type NamedServer, startNamedServer, type WireAnswer } from "./explain-server.js";
import { library } from "./library-provider.js";

const NOBODY = "api.nobody.example";
const explainAmong = (
  error: RpcError,
  known: readonly Provider[],
  { value = error, locale = "en" }: { value?: unknown; locale?: ProviderLocale } = {},
) => explainError(error, value, { locale, language: locale, named: undefined, providers: known });

const flat = (...details: object[]) => ({ code: 8, message: "no more books", details });
const detail = (type: string, fields: object) => ({
  "@type": `type.googleapis.com/${type}`,
  ...fields,
});
const answer = (body: unknown, headers: Record<string, string> = {}): WireAnswer => ({
  status: 429,
  headers,
  body,
});

describe("explainError, with a provider that is one more object in the list", () => {
  let server: NamedServer;
  beforeAll(async () => {
    server = await startNamedServer();
  });
  afterAll(() => server.stop());

  it.each<[string, string, WireAnswer, string]>([
    ["its host", "api.library.example", answer(flat()), "host api.library.example"],
    [
      "a host below one of its",
      "east.branch.library.example",
      answer(flat()),
      "host east.branch.library.example",
    ],
    [
      "its domain",
      NOBODY,
      answer(flat(detail("google.rpc.ErrorInfo", { reason: "R", domain: "library.example" }))),
      "service named in ErrorInfo: library.example",
    ],
    [
      "a type of its details",
      NOBODY,
      answer(flat(detail("example.library.v1.Loan", { book: "b1" }))),
      "message type example.library.v1.Loan",
    ],
    [
      "a name of its quotas",
      NOBODY,
      answer(
        flat(
          detail(QuotaFailureSchema.typeName, { violations: [{ quotaId: "Library.LoansPerDay" }] }),
        ),
      ),
      "name of the quota: Library.LoansPerDay",
    ],
    [
      "a shape that only it sends",
      NOBODY,
      answer(
        { type: "about:blank", title: "Too Many Requests", status: 429, detail: "no more books" },
        { "content-type": "application/problem+json" },
      ),
      "shape of the body: problem-json",
    ],
    [
      "a member of its bodies",
      NOBODY,
      answer({
        error: { object: "library.error", type: "t", code: "c", message: "no more books" },
      }),
      "member of the body: error.object",
    ],
    ["a header", NOBODY, answer(flat(), { "x-library-card": "7" }), "header x-library-card"],
    [
      "the beginning of a header",
      NOBODY,
      answer(flat(), { "x-library-limit-day": "7" }),
      "header x-library-limit-day",
    ],
    [
      "a link",
      NOBODY,
      answer(
        flat(
          detail("google.rpc.Help", { links: [{ url: "https://library.example/en/rules/loans" }] }),
        ),
      ),
      "link to library.example/en/rules/loans",
    ],
  ])("knows it by %s, and explains", async (_, host, wire, evidence) => {
    const error = await server.errorOf(host, wire);
    if (error === undefined) throw new Error("an error was to be read");
    expect(explainAmong(error, providers).provider).toBeUndefined();
    const explanation = explainAmong(error, [...providers, library]);
    expect(explanation).toMatchObject({
      provider: { id: "library", title: "Library" },
      evidence: [evidence],
      source: "Library: HTTP 429 Too Many Loans",
    });
    expect(explanation.fix).toMatch(/ Show your card\.$/);
  });

  it("knows it by its SDK's error, and explains", () => {
    const body = { error: { code: 429, message: "no", status: "RESOURCE_EXHAUSTED" } };
    const thrown = Object.assign(new Error(JSON.stringify(body)), {
      name: "LibraryError",
      status: 429,
    });
    const error = Rpc.from(thrown);
    expect(explainAmong(error, providers, { value: thrown }).provider).toBeUndefined();
    expect(explainAmong(error, [library], { value: thrown })).toMatchObject({
      provider: { id: "library" },
      evidence: ["the SDK's error LibraryError"],
      what: "The reader holds too many books.",
      fix: "Bring one back. Show your card.",
    });
  });

  it("finds the same at every place of the list", async () => {
    const error = await server.errorOf("api.library.example", answer(flat()));
    if (error === undefined) throw new Error("an error was to be read");
    const [first = library, ...rest] = providers;
    for (const known of [
      [library, first, ...rest],
      [first, library, ...rest],
      [...providers, library],
    ]) {
      expect(explainAmong(error, known).provider?.id).toBe("library");
    }
  });

  it("speaks the language of its reader: texts, advice and the addresses of links", async () => {
    const error = await server.errorOf("api.library.example", answer(flat()));
    if (error === undefined) throw new Error("an error was to be read");
    expect(explainAmong(error, [library], { locale: "ru" })).toMatchObject({
      provider: { id: "library", title: "Библиотека" },
      what: "У читателя слишком много книг.",
      fix: "Верните одну из них. Покажите билет.",
      links: [
        { url: "https://library.example/ru/rules", title: "Правила" },
        { url: "https://library.example/map", title: "Map" },
      ],
    });
    expect(explainAmong(error, [library]).links).toEqual([
      { url: "https://library.example/rules", title: "Rules" },
      { url: "https://library.example/map", title: "Map" },
    ]);
  });

  it("does not mix languages where only the row, or only the advice has a text", () => {
    const error = new Rpc("ABORTED", "m");
    const named = (provider: Provider) =>
      explainError(error, error, { locale: "ru", language: "ru", named: provider, providers });
    // Of a code without a row the general meaning is told, in Russian.
    const { advice: _, ...silent } = library;
    const english = { ...library, advice: { en: "Show your card." } };
    expect(named(english).fix).toBe(named(silent).fix);
    expect(named(library).fix).toBe(`${named(silent).fix} Покажите билет.`);
  });
});
