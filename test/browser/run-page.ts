import { readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { json, startServer } from "../http/http-server.js";
import { createAnswers } from "./answers.js";
import { bundlePage } from "./bundle-page.js";
import type { Servers } from "./check.js";
import type { CheckResult } from "./check-result.js";
import { type Browser, openPage } from "./chromium.js";

const PAGE = new URL("page.html", import.meta.url);
const FORM = new URL("../../examples/connect-web-client/index.html", import.meta.url);

/**
 * Runs the page in a browser until it has told how its checks went.
 *
 * @param signal - ends the waiting; the browser is gone when this rejects.
 */
export async function runPage(browser: Browser, signal: AbortSignal): Promise<CheckResult[]> {
  const script = await bundlePage();
  const told = listenOnce();
  const answers = createAnswers();
  const here = await startServer({
    ...answers,
    "": file("text/html", readFileSync(PAGE, "utf8")),
    form: file("text/html", readFileSync(FORM, "utf8")),
    "page.js": file("text/javascript", script),
    servers: (request, response) => json(200, servers)(request, response),
    results: told.listener,
  });
  const elsewhere = await startServer(answers);
  const gone = await startServer({});
  gone.stop();
  const servers: Servers = { here: here.url, elsewhere: elsewhere.url, gone: gone.url };
  const page = openPage(browser, here.url);
  try {
    const text = await Promise.race([told.body, page.crashed, rejectOnAbort(signal)]);
    return JSON.parse(text) as CheckResult[];
  } finally {
    here.stop();
    elsewhere.stop();
    await page.stop();
  }
}

function file(type: string, content: string): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(content);
  };
}

/** The body of the first request that a listener is called with. */
function listenOnce(): { listener: RequestListener; body: Promise<string> } {
  let resolve: (body: string) => void = () => {};
  const body = new Promise<string>((resolveBody) => {
    resolve = resolveBody;
  });
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(204).end();
    resolve(Buffer.concat(chunks).toString());
  };
  return { listener, body };
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
