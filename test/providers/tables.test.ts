import { describe, expect, it } from "vitest";
import { providers } from "../../src/providers/all-providers.js";
import { providerOfMark } from "../../src/providers/evidence/match-mark.js";
import type { Party, Provider } from "../../src/providers/provider.js";
import { FACTS, type Fact } from "./facts.js";

/** The table's words for whose turn it is, as the rows have them. */
const WHO: Readonly<Record<string, readonly Party[]>> = {
  nobody: ["nobody"],
  caller: ["caller"],
  retry: ["time"],
  "account owner": ["account-owner"],
  provider: ["provider"],
  "wait or support": ["time", "provider"],
  "wait or account owner": ["time", "account-owner"],
};

const BILINGUAL = ["yandex-cloud", "yandex-translate", "yandex-ai-studio"];

describe.each(Object.entries(FACTS))("the table of %s", (id, facts) => {
  const { rows } = known(id);

  it("has each row of the documentation once, and none beside", () => {
    const listed = rows.map((row) => `${row.code} ${row.httpStatus} ${row.name}`);
    expect(listed.toSorted()).toEqual(facts.map(line).toSorted());
  });

  it("names the parties that the documentation names", () => {
    for (const fact of facts) {
      const row = rows.find(({ name }) => name === fact.name);
      if (fact.who !== undefined) expect(row?.who, fact.name).toEqual(WHO[fact.who]);
    }
  });
});

describe.each(providers)("the rows of $id", ({ id, rows }) => {
  it("promise a later success where time mends the error, and only there", () => {
    for (const { name, who, retry } of rows) expect(retry, name).toBe(who.includes("time"));
  });

  it("name at least one party, and none twice", () => {
    for (const { name, who } of rows) {
      expect(who.length, name).toBeGreaterThan(0);
      expect(new Set(who).size, name).toBe(who.length);
    }
  });

  it("have texts of whole sentences that say more than the name", () => {
    for (const { name, text } of rows) {
      for (const { what, fix } of Object.values(text)) {
        for (const sentence of [what, fix]) {
          expect(sentence, name).toMatch(/^[A-ZА-ЯЁ].{9,}\.$/u);
          expect(sentence.toLowerCase()).not.toBe(`${name.toLowerCase()}.`);
          expect(sentence).not.toMatch(/\s{2}|\s[.,;:]/);
        }
        expect(what).not.toBe(fix);
      }
    }
  });

  it("differ from each other in what they say happened", () => {
    const said = rows.map(({ text }) => text.en.what);
    expect(new Set(said).size).toBe(said.length);
  });

  it("are written in Russian letters where they are in Russian", () => {
    for (const { name, text } of rows) {
      if (BILINGUAL.includes(id)) expect(text.ru, name).toBeDefined();
      if (text.ru === undefined) continue;
      expect(text.ru.what).toMatch(/[а-яё]{4}/);
      expect(text.ru.fix).toMatch(/[а-яё]{4}/);
      expect(`${text.en.what} ${text.en.fix}`).not.toMatch(/[а-яё]/i);
    }
  });
});

describe.each(providers)("the provider $id", ({ id, hosts, links, title, spellings }) => {
  it("has an id of plain lower case and a title", () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title.en).not.toBe("");
  });

  it("has hosts that are valid names in lower case", () => {
    expect(hosts.length).toBeGreaterThan(0);
    for (const host of hosts) {
      expect(host).toMatch(/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/);
    }
  });

  it("links to pages over https, each once", () => {
    expect(links.length).toBeGreaterThan(0);
    for (const { url, translations = {}, title } of links) {
      for (const address of [url, ...Object.values(translations)]) {
        expect(new URL(address).protocol).toBe("https:");
      }
      expect(Object.values(translations)).not.toContain(url);
      expect(title.en).not.toBe("");
      if (BILINGUAL.includes(id)) expect(title.ru).toMatch(/[а-яё]/i);
    }
    expect(new Set(links.map(({ url }) => url)).size).toBe(links.length);
  });

  it("is known by the links of its own documentation", () => {
    const [documentation] = links;
    const { url = "", translations = {} } = documentation ?? {};
    for (const address of [url, ...Object.values(translations)]) {
      const { hostname, pathname } = new URL(address);
      expect(providerOfMark("links", `${hostname}${pathname}`, providers)?.id, address).toBe(id);
    }
  });

  it("has marks in the form that they are looked for, each nobody's else", () => {
    const others = providers.filter((provider) => provider.id !== id);
    for (const kind of ["types", "quotas", "dialects", "headers", "links"] as const) {
      const marks: readonly string[] = known(id).marks?.[kind] ?? [];
      expect(new Set(marks).size).toBe(marks.length);
      const taken: readonly string[] = others.flatMap(({ marks }) => marks?.[kind] ?? []);
      expect(marks.filter((mark) => taken.includes(mark))).toEqual([]);
    }
    const { headers = [], links: places = [], types = [], dialects = [] } = known(id).marks ?? {};
    for (const header of headers) expect(header).toMatch(/^[a-z]+(-[a-z]+)*-?$/);
    for (const place of places) expect(place).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[a-z-]+)*$/);
    for (const type of types) expect(type).toMatch(/^[a-z_]+(\.[a-z_]+)+$/);
    for (const dialect of dialects) expect(known(id).dialects).toContain(dialect);
  });

  it("spells only what one of its rows is named", () => {
    const names = known(id).rows.map(({ name }) => name);
    for (const spelling of Object.keys(spellings)) expect(names).toContain(spelling);
  });
});

function known(id: string): Provider {
  const provider = providers.find((one) => one.id === id);
  if (provider === undefined) throw new Error(`no provider ${id}`);
  return provider;
}

function line({ number, httpStatus, name }: Fact): string {
  return `${number} ${httpStatus} ${name}`;
}
