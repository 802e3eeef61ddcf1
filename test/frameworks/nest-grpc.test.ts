import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import {
  BadRequestException,
  Controller,
  type DynamicModule,
  type INestMicroservice,
  Logger,
  Module,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import {
  GrpcMethod,
  GrpcStreamCall,
  GrpcStreamMethod,
  type MicroserviceOptions,
  Transport,
} from "@nestjs/microservices";
import { concat, type Observable, of, throwError } from "rxjs";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  type MockInstance,
  vi,
} from "vitest";
import { GrpcErrorFilter } from "../../examples/nest-service/grpc-filter.js";
import { ERROR_POLICY } from "../../examples/nest-service/policy.js";
import { RpcError } from "../../src/entry/index.js";
import { mapHttpError } from "../../src/entry/server.js";
import { FAILURES, SECRET } from "../fixtures/failures.js";
import { findSecret } from "../fixtures/find-secret.js";
import { withRecordingProxy } from "../fixtures/recording-proxy.js";
import { failingCall, METHODS } from "./nest-grpc-calls.js";

describe("Nest over gRPC", () => {
  const folder = mkdtempSync(join(tmpdir(), "nest-grpc-"));
  const exampleAddress = `unix:${folder}/socket`;
  let example: typeof import("../../examples/nest-service/grpc.js");
  const servers = new Map<StreamMethod, NestServer>();
  let failure: unknown;
  let printed: MockInstance<typeof console.error>;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    vi.resetModules(); // others have loaded the library's address
    vi.stubEnv("LIBRARY_ADDRESS", exampleAddress);
    example = await import("../../examples/nest-service/grpc.js");
    vi.unstubAllEnvs();
  });
  afterAll(async () => {
    for (const { app } of servers.values()) await app.close();
    await example.app.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    printed = vi.spyOn(console, "error").mockImplementation(() => {});
  });
  afterEach(() => {
    printed.mockRestore();
  });
  /** What the default `onError` was told. */
  const reported = () => printed.mock.calls.map((words) => words.at(-1));

  /** Fails every call with `thrown`, for as long as `use` runs. */
  async function withNest(
    thrown: unknown,
    use: (address: string, sent: () => Buffer[]) => Promise<void>,
    streamMethod: StreamMethod = GrpcStreamMethod,
  ): Promise<void> {
    let server = servers.get(streamMethod);
    if (server === undefined) {
      server = await startNest(() => failure, streamMethod);
      servers.set(streamMethod, server);
    }
    failure = thrown;
    await withRecordingProxy(server.port, ({ port, sent }) => use(`127.0.0.1:${port}`, sent));
  }

  it("answers with every detail, as the example does", async () => {
    const { error } = await failingCall(exampleAddress, "getBook");
    const decoded = RpcError.from(error);
    expect(decoded).toMatchObject({
      code: 5,
      message: "book 42 does not exist",
      reason: "BOOK_MISSING",
      domain: "library.example",
      problems: [],
    });
    expect(decoded.details.map(({ type }) => type)).toEqual([
      "google.rpc.ErrorInfo",
      "google.rpc.RequestInfo",
    ]);
  });

  it("names the fields that a pipe of class-validator lists", async () => {
    await withNest(new BadRequestException(["title must be a string"]), async (address) => {
      const { error } = await failingCall(address, "getBook");
      const decoded = RpcError.from(error);
      expect(decoded.code).toBe(3);
      expect(decoded.fieldViolations).toMatchObject([{ field: "title" }]);
    });
    expect(reported()).toEqual([]);
  });

  it("sends the messages that came before the error of a stream", async () => {
    await withNest(new RpcError("ABORTED", "the shelf moved"), async (address) => {
      const { error, messages } = await failingCall(address, "listBooks");
      expect([error?.details, messages]).toEqual(["the shelf moved", 1]);
    });
  });

  it.each(["importBooks", "reserveBooks"] as const)(
    "answers for a handler of @GrpcStreamCall that fails: %s",
    async (method) => {
      const thrown = new Error(SECRET);
      await withNest(
        thrown,
        async (address, sent) => {
          const { error } = await failingCall(address, method);
          expect(RpcError.from(error)).toMatchObject({ code: 13, message: "internal error" });
          expect(sent().flatMap((bytes) => findSecret(bytes, SECRET))).toEqual([]);
        },
        GrpcStreamCall,
      );
      expect(reported()).toEqual([thrown]);
    },
  );

  describe.each(METHODS)("what %s fails with", (method) => {
    it.each(Object.keys(FAILURES))("answers %s, and lets nothing else out", async (name) => {
      const { make, code, message, reason, hidden } = FAILURES[name] as (typeof FAILURES)[string];
      const thrown = make();
      await withNest(thrown, async (address, sent) => {
        const { error } = await failingCall(address, method);
        const decoded = RpcError.from(error);
        expect(decoded.code).toBe(code);
        if (message !== undefined) expect(decoded.message).toBe(message);
        expect(decoded.reason).toBe(reason);
        expect(decoded.requestIds).toHaveLength(1);
        expect(sent().flatMap((bytes) => findSecret(bytes, SECRET))).toEqual([]);
        expect((await failingCall(address, method)).error?.code).toBe(code);
      });
      expect(reported()).toEqual(hidden ? [thrown, thrown] : []);
    });
  });
});

/** How a handler of a stream of requests is declared. */
type StreamMethod = typeof GrpcStreamMethod | typeof GrpcStreamCall;

interface NestServer {
  readonly app: INestMicroservice;
  readonly port: number;
}

/** Starts a server of Nest whose every method fails; on a port of its own choice. */
async function startNest(failure: () => unknown, streamMethod: StreamMethod): Promise<NestServer> {
  @Controller()
  class FailingController {
    @GrpcMethod("LibraryService", "GetBook")
    async getBook() {
      await Promise.resolve();
      throw failure();
    }

    @GrpcMethod("LibraryService", "ListBooks")
    listBooks(): Observable<object> {
      return concat(of({}), throwError(failure));
    }

    @streamMethod("LibraryService", "ImportBooks")
    importBooks() {
      throw failure();
    }

    @streamMethod("LibraryService", "ReserveBooks")
    async reserveBooks() {
      await Promise.resolve();
      throw failure();
    }
  }
  const module: DynamicModule = {
    module: FailingModule,
    controllers: [FailingController],
    providers: [
      { provide: ERROR_POLICY, useValue: { mapError: mapHttpError } }, // the example's, to the console
      GrpcErrorFilter,
    ],
  };
  let port = 0;
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(module, {
    transport: Transport.GRPC,
    options: {
      package: "example.library.v1",
      protoPath: "example/library/v1/library.proto",
      loader: { includeDirs: ["proto"] },
      url: "127.0.0.1:0",
      // Nest keeps the port that it got to itself: it is asked for again, by a second address.
      onLoadPackageDefinition: (_, server: Server) =>
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_error, bound) => {
          port = bound;
        }),
    },
    logger: false,
  });
  app.useGlobalFilters(app.get(GrpcErrorFilter));
  await app.listen();
  await vi.waitUntil(() => port !== 0);
  return { app, port };
}

@Module({})
class FailingModule {}
