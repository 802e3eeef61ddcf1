import type { Server } from "node:http";
import {
  BadRequestException,
  Controller,
  type DynamicModule,
  Get,
  type INestApplication,
  Logger,
  Module,
  Post,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { Request, Response } from "express";
import { describe, expect, it } from "vitest";
import { HttpErrorFilter } from "../../examples/nest-service/http-filter.js";
import { ERROR_POLICY } from "../../examples/nest-service/policy.js";
import { mapHttpError } from "../../src/entry/server.js";
import { errorFromResponse } from "../../src/http/error-from-response.js";
import {
  type FailingRoutes,
  type FrameworkServer,
  LATE,
  testFramework,
} from "./framework-suite.js";
import { listening } from "./listening.js";
import { onFreePort } from "./on-free-port.js";

describe("Nest over HTTP", () => {
  testFramework({
    hasHandlerFor: () => true,
    tellsOfLateErrors: true,
    example: startExample,
    start: async ({ failure }) => serverOf(await nestApp(failure)),
  });

  it("names the fields that a pipe of class-validator lists", async () => {
    const thrown = new BadRequestException([
      "title must be a string",
      "authors.0.name should not be empty",
    ]);
    const server = await serverOf(await nestApp(() => thrown));
    const response = await fetch(`http://127.0.0.1:${server.port}/fail/validation`);
    await server.stop();
    expect(response.status).toBe(400);
    const error = await errorFromResponse(response);
    expect(error?.code).toBe(3);
    expect(error?.fieldViolations).toMatchObject([
      { field: "title", description: "must be a string" },
      { field: "authors[0].name", description: "should not be empty" },
    ]);
  });
});

@Module({})
class FailingModule {}

async function nestApp(failure: FailingRoutes["failure"]): Promise<INestApplication> {
  @Controller()
  class FailingController {
    @Get("sync/:name")
    sync() {
      throw failure("sync");
    }

    @Get("fail/:name")
    async fail() {
      await Promise.resolve();
      throw failure("fail");
    }

    @Post("books")
    books() {}
  }
  const module: DynamicModule = {
    module: FailingModule,
    controllers: [FailingController],
    providers: [
      { provide: ERROR_POLICY, useValue: { mapError: mapHttpError } }, // the example's, to the console
      HttpErrorFilter,
    ],
  };
  const app = await NestFactory.create(module, { logger: false });
  // What a handler does that takes Express's own response.
  app.use("/late", (_: Request, response: Response) => {
    response.write("half");
    return Promise.reject(LATE);
  });
  app.useGlobalFilters(app.get(HttpErrorFilter));
  await app.listen(0, "127.0.0.1");
  return app;
}

async function startExample(): Promise<FrameworkServer> {
  Logger.overrideLogger(false);
  const { app } = await onFreePort(() => import("../../examples/nest-service/http.js"));
  return serverOf(app);
}

async function serverOf(app: INestApplication): Promise<FrameworkServer> {
  return listening(app.getHttpServer() as Server);
}
