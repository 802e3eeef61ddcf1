import { mkdtempSync, rmSync } from "node:fs";
import type { Server as HttpServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { type INestApplication, Logger } from "@nestjs/common";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { guard } from "../../src/entry/grpc-js.js";
import { errorFromResponse } from "../../src/entry/http.js";
import { errorInfo, RpcError } from "../../src/entry/index.js";
import { failingCall } from "../frameworks/nest-grpc-calls.js";
import { failsFirst } from "./fails-first.js";
import { listening } from "./local-server.js";

describe("examples/nest-service", () => {
  const logged: unknown[][] = [];
  let folder: string;
  let address: string;
  beforeEach(() => {
    logged.length = 0;
    const silent = () => {};
    const error = (...words: unknown[]) => logged.push(words);
    Logger.overrideLogger({ log: silent, warn: silent, error });
    folder = mkdtempSync(join(tmpdir(), "nest-service-"));
    address = `unix:${folder}/socket`;
    vi.resetModules();
    vi.stubEnv("LIBRARY_ADDRESS", address);
    vi.stubEnv("PORT", "0");
  });
  afterEach(() => {
    Logger.overrideLogger(false);
    vi.unstubAllEnvs();
    vi.resetModules();
    rmSync(folder, { recursive: true });
  });

  /** Runs `use` with the URL of an application that has begun to listen, and ends it. */
  async function withApp(app: INestApplication, use: (url: string) => Promise<void>) {
    try {
      await use((await listening(app.getHttpServer() as HttpServer)).url);
    } finally {
      await app.close();
    }
  }

  it("name the fields of a body that does not fit its schema", async () => {
    const { app } = await import("../../examples/nest-service/http.js");
    await withApp(app, async (url) => {
      const response = await fetch(`${url}/v1/books`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"title":"","authors":[""]}',
      });
      expect(response.status).toBe(400);
      const error = await errorFromResponse(response);
      expect(error?.fieldViolations.map(({ field }) => field)).toEqual(["title", "authors[0]"]);
    });
  });

  it("answer over HTTP and gRPC in one process", async () => {
    const { app } = await import("../../examples/nest-service/hybrid.js");
    await withApp(app, async (url) => {
      const overHttp = await errorFromResponse(await fetch(`${url}/v1/books/42`));
      const overGrpc = RpcError.from((await failingCall(address, "getBook")).error);
      for (const error of [overHttp, overGrpc]) {
        expect(error).toMatchObject({ codeName: "NOT_FOUND", reason: "BOOK_MISSING" });
      }
    });
  });

  it("log by Nest's own logger what no client sees, under the id that it got", async () => {
    const { encodeHttp } = await import("../../src/entry/http.js");
    const { policy } = await import("../../examples/nest-service/policy.js");
    const bug = new Error("password=hunter2");
    const request = {
      method: "GET",
      url: "/v1/books/42?key=k",
      headers: { "x-request-id": "r-17" },
    };
    const { body } = encodeHttp(bug, { request, policy });
    expect(body).not.toContain("hunter2");
    expect(logged).toEqual([["GET /v1/books/42 r-17", bug, "Errors"]]);
  });

  describe("as a client", () => {
    /** Runs the client's application against a service whose `getBook` is this. */
    async function withService(
      getBook: () => Promise<object>,
      use: (url: string) => Promise<void>,
    ) {
      const server = new Server();
      server.addService(grpcService(LibraryService), guard({ getBook }));
      await new Promise<void>((resolve, reject) => {
        server.bindAsync(address, ServerCredentials.createInsecure(), (error) =>
          error ? reject(error) : resolve(),
        );
      });
      try {
        const { app } = await import("../../examples/nest-service/client.js");
        await withApp(app, use);
      } finally {
        server.forceShutdown();
      }
    }

    it("repeat a call as the service asks", async () => {
      await withService(failsFirst(), async (url) => {
        expect(await (await fetch(`${url}/v1/titles/42`)).text()).toBe("Faust");
      });
    });

    it("pass on that there is no such book, with its details", async () => {
      const details = [errorInfo({ reason: "BOOK_MISSING", domain: "library.example" })];
      const missing = async () => {
        throw new RpcError("NOT_FOUND", "book 42 does not exist", { details });
      };
      await withService(missing, async (url) => {
        const error = await errorFromResponse(await fetch(`${url}/v1/titles/42`));
        expect(error).toMatchObject({ httpStatus: 404, reason: "BOOK_MISSING" });
        expect(logged).toEqual([]);
      });
    });

    it("keep any other error of the service inside", async () => {
      const denied = async () => {
        throw new RpcError("PERMISSION_DENIED", "the key of shelf 7 is not yours");
      };
      await withService(denied, async (url) => {
        const error = await errorFromResponse(await fetch(`${url}/v1/titles/42`));
        expect(error).toMatchObject({ httpStatus: 500, message: "internal error" });
        expect(logged).toHaveLength(1);
      });
    });
  });
});
