import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import type { RpcError } from "../../error/rpc-error.js";
import { findDetail } from "../../status/details/find-details.js";

/**
 * A rule of AIP-193, or of the comments of google.rpc.
 *
 * - `message-empty`: the error has no message
 * - `error-info-missing`: there is no `ErrorInfo`, by which programs know the error
 * - `reason-grammar`: a reason that is missing in `ErrorInfo`, or is no UPPER_SNAKE_CASE of 3 to 63 characters
 * - `domain-grammar`: the `ErrorInfo` has no domain, or one that is no name of a host or a service
 * - `metadata-key-grammar`: a key of the metadata that is no lowerCamelCase of 2 to 64 characters
 * - `dynamic-text`: something variable in a message that no value of the metadata has
 * - `detail-type-repeated`: a type of details that is there twice
 * - `violation-incomplete`: a `BadRequest` violation without its field or description
 * - `locale-grammar`: the locale of a `LocalizedMessage` is no BCP 47 tag
 * - `localized-message-empty`: a `LocalizedMessage` without a text
 * - `help-link-incomplete`: a link without a description, or whose URL is not absolute
 * - `debug-info-present`: `DebugInfo` is for the service's own people
 * - `retry-info-useless`: a `RetryInfo` beside a code that no repetition mends
 */
export type LintRule =
  | "message-empty"
  | "error-info-missing"
  | "reason-grammar"
  | "domain-grammar"
  | "metadata-key-grammar"
  | "dynamic-text"
  | "detail-type-repeated"
  | "violation-incomplete"
  | "locale-grammar"
  | "localized-message-empty"
  | "help-link-incomplete"
  | "debug-info-present"
  | "retry-info-useless";

/** What is wrong, and where. */
export interface Finding {
  /** One sentence for the developer. */
  readonly message: string;
  /** Index in the error's `details`, where one of them is meant. */
  readonly detail?: number;
}

/** One departure of an error from AIP-193. */
export interface LintFinding extends Finding {
  readonly rule: LintRule;
}

/** Every detail of a type that decodes, and its index. */
export function detailsOf<Desc extends DescMessage>(
  { details }: RpcError,
  schema: Desc,
): { readonly value: MessageShape<Desc>; readonly detail: number }[] {
  return details.flatMap((one, detail) => {
    const value = findDetail([one], schema);
    return value === undefined ? [] : [{ value, detail }];
  });
}
