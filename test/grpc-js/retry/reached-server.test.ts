import { Metadata, type sendUnaryData } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { clientInterceptor, retryInterceptor } from "../../../src/entry/grpc-js.js";
import { RpcError } from "../../../src/entry/index.js";
import { attemptsOf } from "../../../src/entry/retry.js";
import { QUICK, single, withRetried } from "./retried-library.js";

/** What grpc-js says of a server that it cannot reach, here in the words of one that was reached. */
const UNREACHED = [
  "No connection established. Last error: connect ECONNREFUSED 127.0.0.1:9",
  "Name resolution failed for target dns:upstream.example:443",
  "Stream refused by server",
];

describe("a call that reached its server", () => {
  it.each(UNREACHED)("is not repeated for the words %j", async (details) => {
    for (const interceptors of [
      [retryInterceptor({ ...QUICK, idempotent: false })],
      [retryInterceptor({ ...QUICK, idempotent: false }), clientInterceptor()],
    ]) {
      let charged = 0;
      const getBook = (
        call: { sendMetadata(headers: Metadata): void },
        callback: sendUnaryData<never>,
      ) => {
        charged++;
        call.sendMetadata(new Metadata());
        // Not at once: what comes together with the headers would be an answer of trailers alone.
        setImmediate(() => callback({ code: 14, details }));
      };
      const { error } = await withRetried({ getBook }, { interceptors }, (client) =>
        single((callback) => client.getBook({}, new Metadata(), {}, callback)),
      );
      expect(charged).toBe(1);
      expect(attemptsOf(error)).toMatchObject([{ advice: { decision: "stop" } }]);
      if (interceptors.length === 2) expect(RpcError.from(error).origin).toBe("server");
    }
  });
});
