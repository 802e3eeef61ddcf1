import * as http from "node:http";
import { describe, expect, it } from "vitest";
import { openHttp } from "../../demo/cloud/open-http.js";
import { runServer } from "../../demo/cloud/running-server.js";
import { caught } from "../operation/scripted-source.js";

/** A server that answers with the number of its life. */
function startCounted() {
  let life = 0;
  return runServer((port) => {
    const number = String(++life);
    return openHttp(
      http.createServer((_request, response) => response.end(number)),
      port,
    );
  });
}

const ask = async (address: string) => (await fetch(`http://${address}/`)).text();

describe("runServer", () => {
  it("comes back on the same port after a restart", async () => {
    const server = await startCounted();
    try {
      expect(await ask(server.address)).toBe("1");
      const back = server.restart(20);
      expect(await caught(ask(server.address))).toBeInstanceOf(Error);
      await back;
      expect(await ask(server.address)).toBe("2");
    } finally {
      server.stop();
    }
  });

  it("does not come back once it was stopped", async () => {
    const server = await startCounted();
    const back = server.restart(60_000);
    server.stop();
    await back;
    expect(await caught(ask(server.address))).toBeInstanceOf(Error);
  });
});
