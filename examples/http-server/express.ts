import express, { type ErrorRequestHandler } from "express";
import { errorInfo, RpcError } from "rpc-status";
import { encodeHttp } from "rpc-status/http";
import { mapHttpError } from "rpc-status/server";

const policy = { mapError: mapHttpError }; // a body that does not parse stays a 400

export const answerError: ErrorRequestHandler = (error, request, response, _next) => {
  const { status, headers, body } = encodeHttp(error, { request, policy });
  if (response.headersSent) return void response.destroy(); // too late for an answer
  response.status(status).set(headers).send(body);
};

const app = express().use(express.json());
app.get("/v1/books/:id", async ({ params: { id } }) => {
  const metadata = { book: id };
  const details = [errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata })];
  throw new RpcError("NOT_FOUND", `book ${id} does not exist`, { details });
});
app.use(answerError); // after all routes
export const server = app.listen(0, "127.0.0.1");
