import type { RpcError } from "../../src/error/rpc-error.js";
import { errorFromResponse } from "../../src/http/error-from-response.js";
import { type HttpServer, startServer } from "../http/http-server.js";

/** A server that answers as it is told with each request. */
export interface AnsweringServer {
  /** The error that a client reads of such an answer; fails the test where it reads none. */
  errorOf(status: number, body: unknown, contentType?: string): Promise<RpcError>;
  stop(): void;
}

/** Starts a server whose answers a client reads as errors. */
export async function startAnswering(): Promise<AnsweringServer> {
  let answer = { status: 500, text: "", contentType: "" };
  const server: HttpServer = await startServer({
    answer: (_request, response) => {
      response.writeHead(answer.status, { "content-type": answer.contentType }).end(answer.text);
    },
  });
  return {
    async errorOf(status, body, contentType = "application/json") {
      answer = {
        status,
        text: typeof body === "string" ? body : JSON.stringify(body),
        contentType,
      };
      const error = await errorFromResponse(await fetch(`${server.url}/answer`));
      if (error === undefined) throw new Error(`HTTP ${status} was read as a success`);
      return error;
    },
    stop: () => server.stop(),
  };
}
