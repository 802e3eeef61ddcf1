import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { ClientModule } from "./client-module.js";
import { HttpErrorFilter } from "./http-filter.js";

export const app = await NestFactory.create(ClientModule);
app.useGlobalFilters(app.get(HttpErrorFilter));
await app.listen(process.env.PORT ?? 3000, "127.0.0.1");
