/** A call on its way in, as far as the policy for its errors wants to know it. */
export interface IncomingCall {
  /** The method: `/example.library.v1.LibraryService/GetBook`, or `GET /v1/books/42` over HTTP. */
  readonly method: string;
  /** Address of the client. */
  readonly peer?: string | undefined;
  /** The first value of a header of the request, by its name in lower case. */
  header?(name: string): string | undefined;
  /** Whether the deadline that the client set is over. */
  isOverdue?(): boolean;
}
