import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { encodeHttp } from "rpc-status/http";
import { mapHttpError } from "rpc-status/server";
import { findBook } from "./find-book.js";

const policy = { mapError: mapHttpError }; // a body that does not fit its schema stays a 400

export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status, headers, body } = encodeHttp(error, { request, policy });
  return reply.code(status).headers(headers).send(body);
}

export const app = fastify();
app.setErrorHandler(answerError);
app.get<{ Params: { id: string } }>("/v1/books/:id", ({ params: { id } }) => findBook(id));
await app.listen({ port: Number(process.env.PORT ?? 8080), host: "127.0.0.1" });
