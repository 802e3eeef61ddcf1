import { Logger, type Provider } from "@nestjs/common";
import { definePolicy, mapHttpError } from "rpc-status/server";

export const ERROR_POLICY = Symbol("ERROR_POLICY");

const logger = new Logger("Errors");

export const policy = definePolicy({
  domain: "library.example",
  mapError: mapHttpError, // Nest's HttpException, and what its pipes throw, stays the 4xx that it says
  onError(error, { method, requestId }) {
    logger.error(`${method} ${requestId}`, error); // what no client sees, under the id that it got
  },
});

export const policyProvider: Provider = { provide: ERROR_POLICY, useValue: policy };
