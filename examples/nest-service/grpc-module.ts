import { Controller, Module } from "@nestjs/common";
import { GrpcMethod } from "@nestjs/microservices";
import type { GetBookRequest } from "../library/library.js";
import { findBook } from "./find-book.js";
import { GrpcErrorFilter } from "./grpc-filter.js";
import { policyProvider } from "./policy.js";

@Controller()
class LibraryController {
  @GrpcMethod("LibraryService")
  async getBook({ bookId }: GetBookRequest) {
    return { book: findBook(bookId) };
  }
}

@Module({ controllers: [LibraryController], providers: [policyProvider, GrpcErrorFilter] })
export class GrpcModule {}
