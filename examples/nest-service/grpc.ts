import "reflect-metadata";
import type { ServerDuplexStream } from "@grpc/grpc-js";
import {
  type ArgumentsHost,
  Catch,
  Controller,
  Module,
  type RpcExceptionFilter,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { GrpcMethod, type MicroserviceOptions, Transport } from "@nestjs/microservices";
import { errorInfo, RpcError } from "rpc-status";
import { toServiceError } from "rpc-status/grpc-js";
import { mapHttpError } from "rpc-status/server";
import { type Observable, of, throwError } from "rxjs";

const policy = { mapError: mapHttpError }; // what Nest's pipes throw stays INVALID_ARGUMENT

@Catch()
export class RpcErrorFilter implements RpcExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): Observable<unknown> {
    const [first, , third] = host.getArgs();
    const call: ServerDuplexStream<unknown, unknown> = third ?? first; // grpc-js's own
    const status = toServiceError(error, { policy, call });
    if (third) return throwError(() => status);
    call.emit("error", status); // what answers by itself, with @GrpcStreamCall, fails by itself
    return of(undefined);
  }
}

@Controller()
class LibraryController {
  @GrpcMethod("LibraryService", "GetBook")
  async getBook({ bookId }: { bookId: string }) {
    const metadata = { book: bookId };
    const details = [errorInfo({ reason: "BOOK_MISSING", domain: "library.example", metadata })];
    throw new RpcError("NOT_FOUND", `book ${bookId} does not exist`, { details });
  }
}

@Module({ controllers: [LibraryController] })
class LibraryModule {}

export const app = await NestFactory.createMicroservice<MicroserviceOptions>(LibraryModule, {
  transport: Transport.GRPC,
  options: {
    package: "example.library.v1",
    protoPath: "example/library/v1/library.proto",
    loader: { includeDirs: ["proto"] },
    url: process.env.LIBRARY_ADDRESS ?? "127.0.0.1:50051",
  },
  logger: false,
});
app.useGlobalFilters(new RpcErrorFilter());
await app.listen();
