import { LocalizedMessageSchema } from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { detailsOf, type Finding } from "./finding.js";
import { type VariablePart, variableParts } from "./variable-parts.js";

/** Findings of one text: who has more has forgotten the metadata altogether. */
const MAX_FINDINGS = 10;

/** Variable parts of the messages that programs cannot find in the metadata of the `ErrorInfo`. */
export function dynamicTextFindings(error: RpcError): Finding[] {
  const values = Object.values(error.errorInfo?.metadata ?? {});
  const uncovered = (text: string) => variableParts(text, values).slice(0, MAX_FINDINGS);
  return [
    ...uncovered(error.message).map((part) => ({ message: `the message has ${inWords(part)}` })),
    ...detailsOf(error, LocalizedMessageSchema).flatMap(({ value, detail }) =>
      uncovered(value.message).map((part) => ({
        message: `the LocalizedMessage has ${inWords(part)}`,
        detail,
      })),
    ),
  ];
}

function inWords({ kind, text }: VariablePart): string {
  return `${kind}, ${text}, that is no value of the ErrorInfo's metadata`;
}
