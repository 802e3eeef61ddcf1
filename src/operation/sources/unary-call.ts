import type {
  DescMessage,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";
import type { HeadersLike } from "../../wire/headers.js";

/** Makes one unary call, over whatever carries it. Rejects with an `RpcError`. */
export type UnaryCall = <Input extends DescMessage, Output extends DescMessage>(
  method: DescMethodUnary<Input, Output>,
  input: MessageInitShape<Input>,
  context: CallContext,
) => Promise<MessageShape<Output>>;

/** How long a call may go on, and who wants its headers: a `PollContext`, or the part of it that cancelling has. */
export interface CallContext {
  readonly signal: AbortSignal;
  /** The deadline, in milliseconds from now. Default: none, the signal alone. */
  readonly timeoutMs?: number;
  /** Takes the headers of the answer, and its trailers. */
  readonly onHeaders?: (headers: HeadersLike) => void;
}
