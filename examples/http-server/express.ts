import express, { type ErrorRequestHandler } from "express";
import { encodeHttp } from "rpc-status/http";
import { mapHttpError } from "rpc-status/server";
import { findBook } from "./find-book.js";

const policy = { mapError: mapHttpError }; // a body that does not parse stays a 400

export const answerError: ErrorRequestHandler = (error, request, response, _next) => {
  const { status, headers, body } = encodeHttp(error, { request, policy });
  if (response.headersSent) return void response.destroy(); // too late for an answer
  response.status(status).set(headers).send(body);
};

const app = express().use(express.json());
app.get("/v1/books/:id", async ({ params: { id } }, response) => {
  response.json(await findBook(id));
});
app.use(answerError); // after all routes
export const server = app.listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
