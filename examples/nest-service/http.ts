import "reflect-metadata";
import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Module,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { Request, Response } from "express";
import { errorInfo, RpcError } from "rpc-status";
import { encodeHttp } from "rpc-status/http";
import { mapHttpError } from "rpc-status/server";

const policy = { mapError: mapHttpError }; // Nest's HttpException stays the 4xx that it says

@Catch()
export class RpcErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const request = http.getRequest<Request>();
    const { status, headers, body } = encodeHttp(error, { request, policy });
    if (response.headersSent) return void response.destroy(); // too late for an answer
    response.status(status).set(headers).send(body);
  }
}

@Controller("v1/books")
class BookController {
  @Get("42")
  async getBook() {
    const metadata = { book: "42" };
    const details = [errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata })];
    throw new RpcError("NOT_FOUND", "book 42 does not exist", { details });
  }
}

@Module({ controllers: [BookController] })
class LibraryModule {}

export const app = await NestFactory.create(LibraryModule, { logger: false });
app.useGlobalFilters(new RpcErrorFilter());
await app.listen(0, "127.0.0.1");
