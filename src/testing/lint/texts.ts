import {
  BadRequestSchema,
  HelpSchema,
  LocalizedMessageSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { detailsOf, type Finding } from "./finding.js";

/** Violations without a field or a description. */
export function violationFindings(error: RpcError): Finding[] {
  return detailsOf(error, BadRequestSchema).flatMap(({ value, detail }) =>
    value.fieldViolations.flatMap((violation, index) =>
      (["field", "description"] as const)
        .filter((name) => violation[name].trim() === "")
        .map((name) => ({ message: `violation ${index} has no ${name}`, detail })),
    ),
  );
}

/** Locales that are no tags of a language. */
export function localeFindings(error: RpcError): Finding[] {
  return detailsOf(error, LocalizedMessageSchema)
    .filter(({ value }) => !isLanguageTag(value.locale))
    .map(({ value, detail }) => ({
      message: `the locale ${JSON.stringify(value.locale)} is no tag such as en-GB`,
      detail,
    }));
}

/** Texts for end users that are empty. */
export function localizedTextFindings(error: RpcError): Finding[] {
  return detailsOf(error, LocalizedMessageSchema)
    .filter(({ value }) => value.message.trim() === "")
    .map(({ detail }) => ({ message: "the LocalizedMessage has no text", detail }));
}

/** Links that say not what they lead to, or lead nowhere. */
export function helpFindings(error: RpcError): Finding[] {
  return detailsOf(error, HelpSchema).flatMap(({ value, detail }) =>
    value.links.flatMap(({ description, url }, index) => [
      ...(description.trim() === ""
        ? [{ message: `link ${index} has no description`, detail }]
        : []),
      ...(/^https?:\/\/[^\s/]/i.test(url)
        ? []
        : [{ message: `link ${index} has no absolute URL, but ${JSON.stringify(url)}`, detail }]),
    ]),
  );
}

/** BCP 47 has room for languages of more letters; none was ever registered. */
function isLanguageTag(tag: string): boolean {
  try {
    return /^[a-z]{2,3}(?:-|$)/i.test(tag) && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
