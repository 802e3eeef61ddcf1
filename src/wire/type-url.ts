/** The prefix that protobuf gives type URLs when nobody names another. */
const DEFAULT_TYPE_URL_PREFIX = "type.googleapis.com/";

/** The type URL of a message type: `google.rpc.Help` gives `type.googleapis.com/google.rpc.Help`. */
export function typeUrlFromName(typeName: string): string {
  return DEFAULT_TYPE_URL_PREFIX + typeName;
}

/**
 * The full name of the message type in a type URL: what follows the last slash, or all of it where
 * the sender left the prefix out. White space around it, seen in the wild, is dropped.
 */
export function typeNameFromUrl(typeUrl: string): string {
  return typeUrl.slice(typeUrl.lastIndexOf("/") + 1).trim();
}
