import { searchedText } from "./searched-text.js";

/**
 * How Yandex Cloud's services word that another operation changes the same resource, the one kind with
 * quotes and the other without.
 *
 * @see https://github.com/yandex-cloud/terraform-provider-yandex
 */
const CONFLICT =
  /\bconflicting operation (?:"([A-Za-z0-9_-]{1,64})"|([A-Za-z0-9_-]{1,64})) detected/i;

/** The id of the operation that keeps a call to Yandex Cloud from being done now. */
export function conflictingOperation(message: string): string | undefined {
  const [, quoted, plain] = CONFLICT.exec(searchedText(message)) ?? [];
  return quoted ?? plain;
}
