import { Controller, Get, Inject, type OnModuleInit, Param } from "@nestjs/common";
import type { ClientGrpc } from "@nestjs/microservices";
import { Code, RpcError } from "rpc-status";
import { firstValueFrom, type Observable } from "rxjs";
import type { GetBookRequest, GetBookResponse } from "../library/library.js";

interface LibraryClient {
  getBook(request: GetBookRequest): Observable<GetBookResponse>;
}

@Controller("v1/titles")
export class TitleController implements OnModuleInit {
  @Inject("LIBRARY") readonly grpc!: ClientGrpc;
  #library!: LibraryClient;

  onModuleInit() {
    this.#library = this.grpc.getService<LibraryClient>("LibraryService");
  }

  @Get(":id")
  async getTitle(@Param("id") bookId: string) {
    try {
      const { book } = await firstValueFrom(this.#library.getBook({ bookId }));
      return book.title;
    } catch (e) {
      const error = RpcError.from(e);
      throw error.code === Code.NOT_FOUND ? error.forward() : e; // all else stays inside
    }
  }
}
