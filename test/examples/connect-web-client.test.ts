import { createClient } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { createConnectTransport } from "@connectrpc/connect-web";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { serverInterceptor } from "../../src/entry/connect.js";
import {
  badRequest,
  Code,
  localizedMessage,
  RpcError,
  requestInfo,
} from "../../src/entry/index.js";
import { listening, serve, serveJson, stop } from "./local-server.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();

describe("examples/connect-web-client", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("read foreign answers over Connect", async () => {
    const answer = { error: { code: 404, message: "gone", status: "NOT_FOUND" } };
    const service = await serveJson(404, answer);
    vi.stubGlobal("location", new URL(service.url));
    await import("../../examples/connect-web-client/get-book.js");
    stop(service);
    expect(lines).toEqual(['"NOT_FOUND" "gone" undefined']);
  });

  it("are needed where Connect alone takes a missing book for a missing method", async () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "GONE" }];
    const service = await serveJson(404, { error: { code: 404, message: "gone", details } });
    const transport = createConnectTransport({ baseUrl: service.url });
    const thrown = await rejection(createClient(LibraryService, transport).getBook({}));
    stop(service);
    expect(thrown).toMatchObject({ code: Code.UNIMPLEMENTED, rawMessage: "", details: [] });
  });

  it("give each input of a form what the server says of its field", async () => {
    vi.stubEnv("PORT", "0");
    const { server } = await import("../../examples/connect-node/serve-shelves.js");
    const { libraryClient } = await import("../../examples/connect-web-client/library.js");
    const service = await listening(server);
    const library = libraryClient(service.url);
    const headers = { "accept-language": "de-AT" };
    const shelf = await library.createShelf({ topic: "Poetry", capacity: 5 });
    const thrown = await rejection(library.createShelf({ capacity: 0 }, { headers }));
    stop(service);
    expect(shelf.id).toBe("shelf-1");
    const errors = await formErrors(thrown, ["topic", "capacity"], ["de", "en"]);
    expect(errors).toEqual({
      inputs: { topic: "must not be empty", capacity: "must be at least 1" },
      general: "Bitte sehen Sie sich die Felder noch einmal an.",
    });
  });

  it("show the messages of a stream, and where it broke off", async () => {
    const shown = await listBooks(() => {
      throw new RpcError("RESOURCE_EXHAUSTED", "enough");
    });
    expect(shown).toEqual(["Faust", "The list is not complete: RESOURCE_EXHAUSTED"]);
  });

  it("end a stream in silence when its page has gone", async () => {
    const shown = await listBooks((leave) => {
      leave();
      return new Promise(() => {});
    });
    expect(shown).toEqual(["Faust"]);
  });
});

describe("formErrors of examples/connect-web-client", () => {
  const names = ["topic", "capacity"];

  it("says nothing more where the inputs say all", async () => {
    const details = [badRequest({ topic: "must not be empty" })];
    const error = new RpcError("INVALID_ARGUMENT", "wrong fields", { details });
    expect(await formErrors(error, names)).toEqual({
      inputs: { topic: "must not be empty" },
      general: "",
    });
  });

  it("prefers the text of a field in the user's language", async () => {
    const text = localizedMessage("de", "darf nicht leer sein");
    const violation = { field: "topic", description: "empty", localizedMessage: text };
    const error = new RpcError("INVALID_ARGUMENT", "", { details: [badRequest([violation])] });
    expect((await formErrors(error, names)).inputs).toEqual({ topic: "darf nicht leer sein" });
  });

  it("keeps a field that has no input, and the developers' message, from the user", async () => {
    const details = [badRequest({ tenant_id: "unknown" }), requestInfo("r-17")];
    const error = new RpcError("INVALID_ARGUMENT", "no tenant in the token", { details });
    expect(await formErrors(error, names)).toEqual({
      inputs: {},
      general: "That did not work. Our support finds it by r-17.",
    });
  });

  it("has texts for a server that is not there and for a user who is not signed in", async () => {
    const gone = await formErrors(new TypeError("Failed to fetch"), names);
    expect(gone.general).toBe("The library cannot be reached at the moment. Try again later.");
    const stranger = await formErrors(new RpcError("UNAUTHENTICATED", "no token"), names);
    expect(stranger.general).toBe("Sign in again.");
    expect((await formErrors("?", names)).general).toBe("That did not work.");
  });
});

async function formErrors(thrown: unknown, names: string[], languages: string[] = ["en"]) {
  const example = await import("../../examples/connect-web-client/form-errors.js");
  return example.formErrors(thrown, names, languages);
}

/** What the example shows of a stream that gives one book, and then does this. */
async function listBooks(then: (leave: () => void) => unknown): Promise<string[]> {
  const page = new AbortController();
  const handler = connectNodeAdapter({
    interceptors: [serverInterceptor()],
    routes: (router) =>
      router.service(LibraryService, {
        async *listBooks() {
          yield { book: { title: "Faust" } };
          await shownFirst;
          await then(() => page.abort());
        },
      }),
  });
  let shownOne = () => {};
  const shownFirst = new Promise<void>((resolve) => {
    shownOne = resolve;
  });
  const service = await serve(handler);
  const { libraryClient } = await import("../../examples/connect-web-client/library.js");
  const example = await import("../../examples/connect-web-client/list-books.js");
  const shown: string[] = [];
  const show = (line: string) => {
    shown.push(line);
    shownOne();
  };
  await example.listBooks(libraryClient(service.url), show, page.signal);
  stop(service);
  return shown;
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("nothing was thrown");
    },
    (thrown: unknown) => thrown,
  );
}
