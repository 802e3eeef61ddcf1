import type { DescMessage, JsonObject, Message, MessageShape } from "@bufbuild/protobuf";
import type { Problem } from "../../wire/problem.js";

/**
 * One entry of an error's `details`. It is decoded when `value` is first read, and alone: a detail that
 * is unknown or damaged keeps what it came with and leaves the others untouched.
 */
export interface Detail {
  /** Full name of the message type, such as `google.rpc.ErrorInfo`; empty where the sender gave none. */
  readonly type: string;
  /** The type URL as it came, such as `type.googleapis.com/google.rpc.ErrorInfo`. */
  readonly typeUrl: string;
  /** The decoded message; `undefined` for a type that is not known here, and for damage. */
  readonly value?: Message | undefined;
  /** The serialized message; `undefined` where it came as JSON of an unknown type. */
  readonly bytes?: Uint8Array | undefined;
  /** The JSON it came as, `@type` included; `undefined` where it came otherwise. */
  readonly json?: JsonObject | undefined;
  /** Why there is no `value`: a type that is not known here, or damage. */
  readonly problem?: Problem | undefined;
}

/** A {@link Detail} that this copy of the library made, and so can decode and send. */
export interface OwnDetail extends Detail {
  /** What describes `value`: a known type, or what the maker of the detail gave. */
  readonly schema?: DescMessage | undefined;
  /** The message as `schema` describes it; `undefined` where the type differs or does not decode. */
  as<Desc extends DescMessage>(schema: Desc): MessageShape<Desc> | undefined;
  /** The serialized `google.protobuf.Any` that it came as, to be sent on as it is. */
  readonly raw?: Uint8Array | undefined;
}
