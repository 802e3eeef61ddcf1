import { serve } from "@hono/node-server";
import { type ErrorHandler, Hono } from "hono";
import { errorInfo, RpcError } from "rpc-status";
import { toResponse } from "rpc-status/http";
import { mapHttpError } from "rpc-status/server";

const policy = { mapError: mapHttpError }; // Hono's HTTPException stays the 4xx that it says

export const answerError: ErrorHandler = (error, { req }) => toResponse(error, req.raw, { policy });

const app = new Hono();
app.onError(answerError);
app.get("/v1/books/:id", async ({ req }) => {
  const metadata = { book: req.param("id") };
  const details = [errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata })];
  throw new RpcError("NOT_FOUND", `book ${req.param("id")} does not exist`, { details });
});
export const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
