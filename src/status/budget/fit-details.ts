import type { Detail } from "../details/detail.js";
import { cutMessage } from "./cut-message.js";
import { makeTrimReport } from "./make-trim-report.js";
import { trimDetails } from "./trim-details.js";
import type { TrimReport } from "./trim-report.js";
import type { DetailCost } from "./weighed-detail.js";

/** An error on its way into a body. */
export interface BodyLoad {
  readonly message: string;
  readonly details: readonly Detail[];
  /** What the body may weigh. */
  readonly maxBytes: number;
  /** What the body weighs with this message and no details; a longer message never less. */
  readonly messageCost: (message: string) => number;
  /** What a detail adds to the body. */
  readonly cost: DetailCost;
}

/** What {@link fitDetails} left of an error. */
export interface FittedDetails {
  readonly message: string;
  readonly details: readonly Detail[];
  /** What had to be left out; `undefined` where nothing had. */
  readonly report: TrimReport | undefined;
}

/**
 * Leaves out of an error what its body cannot hold, in the order of {@link trimDetails}, and at last the tail
 * of the message beyond 1,000 bytes.
 */
export function fitDetails(load: BodyLoad): FittedDetails {
  const { maxBytes, messageCost, cost } = load;
  const besideDetails = messageCost(load.message);
  const room = maxBytes - besideDetails;
  const trimmed = trimDetails({ details: load.details, room, cost });
  const message =
    trimmed.details.length > 0
      ? load.message
      : cutMessage(load.message, (shorter) => messageCost(shorter) <= maxBytes);
  const report = makeTrimReport({
    parts: trimmed,
    messages: [load.message, message],
    maxBytes,
    bytesBefore: besideDetails + trimmed.bytesBefore,
    bytesAfter: messageCost(message) + trimmed.bytesAfter,
  });
  return { message, details: trimmed.details, report };
}
