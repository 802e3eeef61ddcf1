import { describe, expect, inject, it } from "vitest";
import { runNode } from "./run-node.js";

const { bare, peers } = inject("projects");

describe("two copies of the package in one process", () => {
  it("recognise each other's RpcError, one imported and one required", async () => {
    const code = `
      import { createRequire } from "node:module";
      import * as esm from "rpc-status";
      const cjs = createRequire(import.meta.url)("rpc-status");
      const details = [esm.errorInfo({ reason: "BOOK_MISSING", domain: "library.example" })];
      const imported = new esm.RpcError("NOT_FOUND", "no such book", { details });
      const required = new cjs.RpcError("NOT_FOUND", "no such book", { details });
      console.log(JSON.stringify({
        sameClass: esm.RpcError === cjs.RpcError,
        recognised: [imported instanceof cjs.RpcError, required instanceof esm.RpcError],
        strangers: [{} instanceof esm.RpcError, new Error("x") instanceof cjs.RpcError],
        reasons: [cjs.RpcError.from(imported).reason, esm.RpcError.from(required).reason],
      }));
    `;
    expect(await runNode(bare, "copies.mjs", code)).toEqual({
      sameClass: false,
      recognised: [true, true],
      strangers: [false, false],
      reasons: ["BOOK_MISSING", "BOOK_MISSING"],
    });
  });

  it("recognise each other's RpcError across two installations", async () => {
    const other = JSON.stringify(`${peers}/package.json`);
    const code = `
      const { createRequire } = require("node:module");
      const one = require("rpc-status");
      const two = createRequire(${other})("rpc-status");
      const error = new one.RpcError(one.Code.ABORTED, "try again");
      console.log(JSON.stringify([one.RpcError === two.RpcError, error instanceof two.RpcError]));
    `;
    expect(await runNode(bare, "installations.cjs", code)).toEqual([false, true]);
  });
});
