import type { Explanation } from "../explanation.js";
import type { ProviderLocale } from "../provider.js";
import { LABELS, type Labels } from "./labels.js";
import type { Style } from "./paint.js";
import { quotaLines } from "./quota-lines.js";
import { retryWords } from "./retry-words.js";

/** A text that begins a line of its own. */
export interface Entry {
  readonly text: string;
  /** How all of it looks. */
  readonly style?: Style;
  /** How its beginning looks, up to and with this text. */
  readonly lead?: string;
}

/** What stands beside one label. */
export interface Section {
  readonly label: string;
  readonly entries: readonly Entry[];
  /** Whether one has to see where the next entry begins. */
  readonly isList: boolean;
}

/** The parts of an explanation in the order that they are read in; those with nothing in them are left out. */
export function sectionsOf(explanation: Explanation, locale: ProviderLocale): readonly Section[] {
  const labels = LABELS[locale];
  const { what, fix, who, omitted, requestIds, permissions, evidence, source } = explanation;
  const retry = retryWords(explanation, locale);
  const sections: readonly (readonly [string, readonly Entry[], "list"?])[] = [
    [labels.meaning, texts([what])],
    [labels.fix, texts([fix])],
    [labels.who, texts([who.map((party) => labels.parties[party]).join(`${labels.or} `)])],
    [labels.retry, [{ text: retry.verdict, style: retry.style }, { text: retry.reason }]],
    [
      labels.fields,
      [...fieldEntries(explanation, labels), ...rest(omitted.fields, labels)],
      "list",
    ],
    [labels.permissions, [...texts(permissions), ...rest(omitted.permissions, labels)], "list"],
    [
      labels.preconditions,
      [...conditions(explanation), ...rest(omitted.preconditions, labels)],
      "list",
    ],
    [labels.resource, texts(resourceTexts(explanation))],
    [labels.quota, texts(quotaLines(explanation.quota, labels, locale))],
    [labels.requestIds, [...texts(requestIds), ...rest(omitted.requestIds, labels)]],
    [labels.links, [...linkEntries(explanation), ...rest(omitted.links, labels)], "list"],
    [labels.source, [{ text: source, style: "dim" }]],
    [labels.evidence, evidence.map((text) => ({ text, style: "dim" }))],
  ];
  return sections
    .filter(([, entries]) => entries.length > 0)
    .map(([label, entries, list]) => ({ label, entries, isList: list !== undefined }));
}

function texts(all: readonly string[]): Entry[] {
  return all.filter((text) => text !== "").map((text) => ({ text }));
}

function rest(count: number, { more }: Labels): Entry[] {
  return count > 0 ? [{ text: more(count), style: "dim" }] : [];
}

function fieldEntries({ fields }: Explanation, { request }: Labels): Entry[] {
  return fields.map(({ field, description, reason = "" }) => {
    const path = field || request;
    const lead = description === "" && reason === "" ? path : `${path}:`;
    const kind = reason !== "" && description !== "" ? `(${reason})` : reason;
    return { text: [lead, description, kind].filter(Boolean).join(" "), lead };
  });
}

function conditions({ preconditions }: Explanation): Entry[] {
  return preconditions.map(({ type, subject, description }) => {
    const name = [type, subject].filter(Boolean).join(" ");
    if (name === "" || description === "") return { text: name || description, lead: name };
    return { text: `${name}: ${description}`, lead: `${name}:` };
  });
}

function resourceTexts({ resource }: Explanation): string[] {
  if (resource === undefined) return [];
  const { type, name, description = "" } = resource;
  return [[type, name].filter(Boolean).join(" "), description];
}

function linkEntries({ links }: Explanation): Entry[] {
  return links.map(({ title, url }) =>
    title === "" ? { text: url } : { text: `${title}: ${url}` },
  );
}
