import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
} from "@grpc/grpc-js";
import { expectTypeOf } from "vitest";
import { guard } from "../../src/entry/grpc-js.js";

interface Book {
  readonly title: string;
}

/** What generators write for a service. */
interface LibraryServer {
  getBook: handleUnaryCall<{ id: string }, Book>;
  importBooks: handleClientStreamingCall<Book, { count: number }>;
  listBooks: handleServerStreamingCall<{ shelf: string }, Book>;
  reserveBooks: handleBidiStreamingCall<{ id: string }, Book>;
}

const typed = guard<LibraryServer>({
  async getBook(call) {
    expectTypeOf(call.request).toEqualTypeOf<{ id: string }>();
    return { title: call.request.id };
  },
  importBooks(_call, callback) {
    callback(null, { count: 1 });
  },
  async listBooks(call) {
    expectTypeOf(call.request.shelf).toBeString();
    call.write({ title: "Faust" });
  },
  reserveBooks(call) {
    call.end();
  },
});
expectTypeOf(typed).toEqualTypeOf<LibraryServer>();

guard<LibraryServer>({
  ...typed,
  // @ts-expect-error a response of another type is no response of this method
  async getBook() {
    return { title: 5 };
  },
});

// @ts-expect-error a handler of the service is missing
guard<LibraryServer>({ getBook: () => ({ title: "Faust" }) });

// @ts-expect-error options that do not exist are mistakes
guard({}, { onErrors: () => {} });
