import type { DescMessage } from "@bufbuild/protobuf";
import type { OperationPollError } from "../operation-poll-error.js";
import type { OperationTimeoutError } from "../operation-timeout-error.js";
import type { TypedSnapshot, WatchOptions } from "../wait-options.js";

/** How very many operations are watched. */
export interface WatchManyOptions<
  Response extends DescMessage = DescMessage,
  Metadata extends DescMessage = DescMessage,
> extends WatchOptions<Response, Metadata> {
  /** How many polls may be under way at once, from 1. Default: 32. */
  readonly concurrency?: number;
  /** Whether only the end of each operation is told, not how it goes on until then. Default: false. */
  readonly finalOnly?: boolean;
}

/** News of one of the operations that are watched together. */
export type OperationUpdate<
  Response extends DescMessage = never,
  Metadata extends DescMessage = never,
> =
  | {
      readonly operationId: string;
      readonly snapshot: TypedSnapshot<Response, Metadata>;
      readonly error: undefined;
      /** Whether nothing more will come of this operation. */
      readonly isLast: boolean;
    }
  | {
      readonly operationId: string;
      readonly snapshot: undefined;
      /** Why it is watched no more, though it may run on. */
      readonly error: OperationPollError | OperationTimeoutError;
      readonly isLast: true;
    };
