import type { Provider } from "../../src/providers/provider.js";

/** A provider that nobody knows, as its one file would have it: every kind of mark is in it. */
export const library: Provider = {
  id: "library",
  title: { en: "Library", ru: "Библиотека" },
  hosts: ["api.library.example", ".branch.library.example"],
  dialects: ["google-status", "openai", "aip-193", "problem-json"],
  domains: ["library.example"],
  marks: {
    types: ["example.library"],
    quotas: ["library.loans"],
    dialects: ["problem-json"],
    bodies: [{ dialect: "openai", member: "object", value: "library.error" }],
    headers: ["x-library-card", "x-library-limit-"],
    links: ["library.example/rules", "books.example"],
    sdks: [{ dialect: "aip-193", name: "LibraryError" }],
  },
  spellings: {},
  rows: [
    {
      code: 8,
      httpStatus: 429,
      name: "Too Many Loans",
      text: {
        en: { what: "The reader holds too many books.", fix: "Bring one back." },
        ru: { what: "У читателя слишком много книг.", fix: "Верните одну из них." },
      },
      who: ["caller"],
      retry: false,
    },
  ],
  advice: { en: "Show your card.", ru: "Покажите билет." },
  links: [
    {
      url: "https://library.example/rules",
      translations: { ru: "https://library.example/ru/rules" },
      title: { en: "Rules", ru: "Правила" },
    },
    { url: "https://library.example/map", title: { en: "Map" } },
  ],
};
