import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { errorInfo, RpcError } from "rpc-status";
import { encodeHttp } from "rpc-status/http";
import { mapHttpError } from "rpc-status/server";

const policy = { mapError: mapHttpError }; // a body that does not fit its schema stays a 400

export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status, headers, body } = encodeHttp(error, { request, policy });
  return reply.code(status).headers(headers).send(body);
}

export const app = fastify();
app.setErrorHandler(answerError);
app.get<{ Params: { id: string } }>("/v1/books/:id", async ({ params: { id } }) => {
  const metadata = { book: id };
  const details = [errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata })];
  throw new RpcError("NOT_FOUND", `book ${id} does not exist`, { details });
});
await app.listen({ port: 0, host: "127.0.0.1" });
