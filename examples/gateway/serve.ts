import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { requestId } from "hono/request-id";
import { RpcError } from "rpc-status";
import { type HttpDialect, toResponse } from "rpc-status/http";
import { type Env, incoming } from "./incoming.js";
import { policy } from "./policy.js";
import { complete } from "./provider.js";
import { getBook } from "./upstream.js";

/** What the clients of each API read. Of all others, `accept` decides. */
const DIALECTS = new Map<string | undefined, HttpDialect>([
  ["google", "aip-193"],
  ["yandex", "google-status"],
  ["openai", "openai"],
]);

const app = new Hono<Env>();
app.use(requestId({ limitLength: 128 })); // the client's id, or a new one
app.onError((error, { req, get }) => {
  const dialect = DIALECTS.get(req.path.split("/")[1]);
  const named = { ...policy, requestId: () => get("requestId") }; // the id that the services got
  return toResponse(error, req.raw, { dialect, policy: named });
});
app.notFound(() => {
  throw new RpcError("NOT_FOUND", "there is no such path");
});

for (const api of ["/v1", "/google/v1", "/yandex/v1"])
  app.get(`${api}/books/:id`, async (c) => c.json(await getBook(c.req.param("id"), incoming(c))));

app.post("/openai/v1/chat/completions", async (c) => {
  const { body, headers } = await complete(await c.req.text(), incoming(c));
  const type = headers.get("content-type") ?? "application/json";
  return c.newResponse(body, 200, { "content-type": type }); // unread, so that streams stream
});

export const server = serve({
  fetch: app.fetch,
  port: Number(process.env.PORT ?? 8080),
  hostname: "127.0.0.1",
});
