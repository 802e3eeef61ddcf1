import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from "@nestjs/common";
import type { Request, Response } from "express";
import { encodeHttp } from "rpc-status/http";
import type { ErrorPolicy } from "rpc-status/server";
import { ERROR_POLICY } from "./policy.js";

@Catch()
export class HttpErrorFilter implements ExceptionFilter {
  @Inject(ERROR_POLICY) readonly policy: ErrorPolicy = {};

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const request = http.getRequest<Request>();
    const { status, headers, body } = encodeHttp(error, { request, policy: this.policy });
    if (response.headersSent) return void response.destroy(); // too late for an answer
    response.status(status).set(headers).send(body);
  }
}
