import { createServer } from "node:http";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { badRequest, errorInfo, RpcError } from "rpc-status";
import { serverInterceptor } from "rpc-status/connect";
import { definePolicy } from "rpc-status/server";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { allowPages } from "./allow-pages.js";

const policy = definePolicy({
  domain: "library.example",
  locales: {
    en: { SHELF_INVALID: "Please look at the fields again." },
    de: { SHELF_INVALID: "Bitte sehen Sie sich die Felder noch einmal an." },
  },
  onError(error, { method, requestId }) {
    console.log("hidden", method, requestId, error); // here stands your logger
  },
});

const handler = connectNodeAdapter({
  interceptors: [serverInterceptor(policy)], // first, so that it sees what other interceptors throw
  routes: (router) =>
    router.service(LibraryService, {
      createShelf({ topic, capacity }) {
        const wrong: Record<string, string> = {};
        if (topic === "") wrong.topic = "must not be empty";
        if (capacity < 1) wrong.capacity = "must be at least 1";
        if (Object.keys(wrong).length === 0) return { id: "shelf-1" };
        const details = [errorInfo({ reason: "SHELF_INVALID" }), badRequest(wrong)];
        throw new RpcError("INVALID_ARGUMENT", "the shelf has wrong fields", { details });
      },
    }),
});

const origin = process.env.PAGE_ORIGIN ?? "http://127.0.0.1:3000";
const port = Number(process.env.PORT ?? 8080);
export const server = createServer(allowPages(origin, handler)).listen(port, "127.0.0.1");
