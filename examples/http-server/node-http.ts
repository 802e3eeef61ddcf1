import { createServer } from "node:http";
import { encodeHttp } from "rpc-status/http";
import { findBook } from "./find-book.js";

export const server = createServer(async (request, response) => {
  try {
    const book = await findBook(request.url?.split("/").at(-1) ?? "");
    response.setHeader("content-type", "application/json").end(JSON.stringify(book));
  } catch (error) {
    const { status, headers, body } = encodeHttp(error, { request });
    if (response.headersSent) return void response.destroy(); // too late for an answer
    response.writeHead(status, headers).end(body);
  }
});
server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1");
