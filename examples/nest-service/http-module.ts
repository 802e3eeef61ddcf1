import {
  Body,
  Controller,
  Get,
  Module,
  Param,
  Post,
  StandardSchemaValidationPipe,
} from "@nestjs/common";
import { APP_PIPE } from "@nestjs/core";
import { z } from "zod";
import { findBook } from "./find-book.js";
import { HttpErrorFilter } from "./http-filter.js";
import { policyProvider } from "./policy.js";

const newBook = z.object({ title: z.string().min(1), authors: z.array(z.string().min(1)) });

@Controller("v1/books")
class BookController {
  @Get(":id")
  async getBook(@Param("id") id: string) {
    return findBook(id);
  }

  @Post()
  async addBook(@Body({ schema: newBook }) book: z.infer<typeof newBook>) {
    return { id: "2", ...book };
  }
}

@Module({
  controllers: [BookController],
  providers: [
    policyProvider,
    HttpErrorFilter,
    { provide: APP_PIPE, useClass: StandardSchemaValidationPipe },
  ],
})
export class HttpModule {}
