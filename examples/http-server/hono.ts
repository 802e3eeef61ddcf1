import { serve } from "@hono/node-server";
import { type ErrorHandler, Hono } from "hono";
import { toResponse } from "rpc-status/http";
import { mapHttpError } from "rpc-status/server";
import { findBook } from "./find-book.js";

const policy = { mapError: mapHttpError }; // Hono's HTTPException stays the 4xx that it says

export const answerError: ErrorHandler = (error, { req }) => toResponse(error, req.raw, { policy });

const app = new Hono();
app.onError(answerError);
app.get("/v1/books/:id", async (context) => context.json(await findBook(context.req.param("id"))));
const port = Number(process.env.PORT ?? 8080);
export const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" });
