/** One message that was cut out of a stream. */
export interface StreamMessage {
  /** Parsed JSON, text, or bytes. */
  readonly value: unknown;
  /** Whether the stream itself says that this is an error, whatever it looks like. */
  readonly failed?: boolean;
  /** Tells the shape of the value, where the stream's format does and its headers may not. */
  readonly contentType?: string;
  /** Whether this ends the stream. Such a message is not for the reader. */
  readonly last?: boolean;
}

/** Cuts the bytes of a stream into messages, wherever the chunks begin and end. */
export interface MessageSplitter {
  /**
   * The messages that this chunk completes.
   *
   * @throws RpcError for a message that is too large, or does not decode.
   */
  push(chunk: Uint8Array): Iterable<StreamMessage> | AsyncIterable<StreamMessage>;
  /**
   * The messages that the end of the stream completes.
   *
   * @throws RpcError for a stream that ends inside a message.
   */
  end(): Iterable<StreamMessage> | AsyncIterable<StreamMessage>;
}
