import { isJsonObject, isObject, member } from "../wire/members.js";
import type { OperationSnapshot } from "./operation-snapshot.js";

/** Names such as `shelfId` and `shelf_id`; `id` alone says nothing of what it belongs to. */
const ID_NAME = /^[A-Za-z]\w{0,98}(?:Id|_id)$/;

/** How many ids are read: no metadata names more, unless it wants to be a burden. */
const MAX_IDS = 100;

/**
 * The ids that an operation's metadata names: its string fields whose names end in `Id` or `_id`, as a
 * message or JSON has them, under names in camelCase. Empty ones are left out. Total.
 */
export function resourceIdsOf(snapshot: OperationSnapshot): Readonly<Record<string, string>> {
  const metadata = member(snapshot, "metadata");
  if (!isJsonObject(metadata)) return {};
  return Object.fromEntries(
    namesOf(metadata)
      .flatMap((name) => readId(metadata, name))
      .slice(0, MAX_IDS),
  );
}

function namesOf(metadata: object): readonly string[] {
  try {
    return Object.keys(metadata);
  } catch {
    return [];
  }
}

function readId(metadata: object, name: string): [name: string, id: string][] {
  const value = member(metadata, name);
  // A oneof of protobuf-es: the field that is set stands in `case`.
  const field = isObject(value) ? member(value, "case") : name;
  const id = isObject(value) ? member(value, "value") : value;
  if (typeof field !== "string" || typeof id !== "string" || id === "") return [];
  return ID_NAME.test(field) ? [[camelCase(field), id]] : [];
}

function camelCase(name: string): string {
  const [first = "", ...others] = name.split("_").filter((word) => word !== "");
  return first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
