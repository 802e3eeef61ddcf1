import { create } from "@bufbuild/protobuf";
import {
  type LocalizedMessage,
  LocalizedMessageSchema,
} from "../../../gen/google/rpc/error_details_pb.js";

/**
 * Builds a `LocalizedMessage`: a text that can be shown to an end user.
 *
 * @param locale - BCP 47 tag of the text's language, such as `ru` or `pt-BR`.
 */
export function localizedMessage(locale: string, message: string): LocalizedMessage {
  return create(LocalizedMessageSchema, { locale, message });
}
