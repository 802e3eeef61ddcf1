import { clientInterceptor, retryInterceptor } from "rpc-status/grpc-js";
import { address, LibraryClient } from "../library/client.js";
import { libraryService } from "../library/library.js";

const library = new LibraryClient(address, {
  interceptors: [
    retryInterceptor({ idempotent: [libraryService], totalTimeoutMs: 20_000 }), // before decoding
    clientInterceptor(),
  ],
});

/** Repeated where the proto says `idempotency_level`, until it succeeds or the server means it. */
export const book = await library.getBook({ bookId: "42" });
library.close();
