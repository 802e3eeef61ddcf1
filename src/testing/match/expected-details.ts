import { equals, isMessage, type Message } from "@bufbuild/protobuf";
import type { Detail, OwnDetail } from "../../status/details/detail.js";
import { detailFromInput } from "../../status/details/detail-input.js";
import { detailToJson } from "../../status/details/detail-json.js";
import { shorten } from "../../wire/shorten.js";
import { showValue } from "../../wire/show-value.js";
import { covers } from "./covers.js";
import type { PartialDetail } from "./expectation.js";
import type { MatcherContext } from "./matcher-context.js";

/** A detail that is expected, ready to be looked for. */
export interface WantedDetail {
  /** Full name of its type. */
  readonly type: string;
  /** What is expected of it, for people; `undefined` where its type is all. */
  readonly shown: unknown;
  readonly isIn: (detail: Detail, context: MatcherContext) => boolean;
}

/**
 * Reads the list of details that are expected.
 *
 * @throws TypeError that names what is no detail.
 */
export function checkExpectedDetails(details: unknown): readonly WantedDetail[] {
  if (!Array.isArray(details))
    throw new TypeError(`details must be a list, not ${shorten(showValue(details), 80)}`);
  return details.map((entry, index) => readWanted(entry, `details[${index}]`));
}

function readWanted(entry: unknown, where: string): WantedDetail {
  if (typeof entry === "string")
    return { type: entry, shown: undefined, isIn: ({ type }) => type === entry };
  if (isMessage(entry)) return wholeMessage(entry, where);
  const { schema, value = {} } = (entry ?? {}) as Partial<PartialDetail>;
  if (schema?.kind !== "message" || typeof value !== "object" || value === null) {
    throw new TypeError(`${where} must be the name of a type, a message or { schema, value }`);
  }
  const isIn: WantedDetail["isIn"] = (detail, context) => {
    const message = (detail as OwnDetail).as(schema);
    return message !== undefined && covers(message, value, context);
  };
  return { type: schema.typeName, shown: value, isIn };
}

function wholeMessage(wanted: Message, where: string): WantedDetail {
  // Throws for a message of a type that is not known here, and names it.
  const own = detailFromInput(wanted, where);
  const { schema, type } = own;
  const { "@type": _, ...shown } = detailToJson(own);
  const isIn: WantedDetail["isIn"] = (detail) => {
    const message = schema && (detail as OwnDetail).as(schema);
    return schema !== undefined && message !== undefined && equals(schema, message, wanted);
  };
  return { type, shown, isIn };
}
