import type { RpcError } from "../../error/rpc-error.js";
import type {
  ExplainedField,
  ExplainedLink,
  ExplainedList,
  ExplainedPrecondition,
  Explanation,
} from "../explanation.js";
import type { Provider, ProviderLocale } from "../provider.js";
import { type BoundedList, boundedList } from "./bounded-list.js";
import { explainedLinks } from "./explained-links.js";
import { missingPermissions } from "./missing-permissions.js";
import { unmetPreconditions, wrongFields } from "./violations.js";

/** The lists of an explanation, and what they lost. */
export interface ExplainedLists extends Readonly<Record<ExplainedList, BoundedList<unknown>>> {
  readonly fields: BoundedList<ExplainedField>;
  readonly permissions: BoundedList<string>;
  readonly preconditions: BoundedList<ExplainedPrecondition>;
  readonly requestIds: BoundedList<string>;
  readonly links: BoundedList<ExplainedLink>;
}

/** Everything of an error that an explanation lists, the links of the provider's documentation among it. */
export function explainedLists(
  error: RpcError,
  provider: Provider | undefined,
  locale: ProviderLocale,
): ExplainedLists {
  return {
    fields: wrongFields(error),
    permissions: boundedList(missingPermissions(error)),
    preconditions: unmetPreconditions(error),
    requestIds: boundedList(error.requestIds),
    links: boundedList(explainedLinks(error, provider, locale)),
  };
}

/** How many entries each list lost. */
export function omittedOf(lists: ExplainedLists): Explanation["omitted"] {
  const { fields, permissions, preconditions, requestIds, links } = lists;
  return {
    fields: fields.omitted,
    permissions: permissions.omitted,
    preconditions: preconditions.omitted,
    requestIds: requestIds.omitted,
    links: links.omitted,
  };
}
