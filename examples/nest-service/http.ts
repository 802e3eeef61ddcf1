import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { HttpErrorFilter } from "./http-filter.js";
import { HttpModule } from "./http-module.js";

export const app = await NestFactory.create(HttpModule);
app.useGlobalFilters(app.get(HttpErrorFilter));
await app.listen(process.env.PORT ?? 3000, "127.0.0.1");
