import type { DescMessage, Message } from "@bufbuild/protobuf";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  HelpSchema,
  RequestInfoSchema,
  RetryInfoSchema,
} from "../../gen/google/rpc/error_details_pb.js";
import { fiveMessages } from "../../test/fixtures/five-details.js";

/** The schemas of the five details, in their order. */
export const fiveSchemas = [
  BadRequestSchema,
  ErrorInfoSchema,
  RetryInfoSchema,
  RequestInfoSchema,
  HelpSchema,
] as const satisfies readonly DescMessage[];

/** The five details, each with its schema. */
export const messagesWithSchemas: readonly (readonly [DescMessage, Message])[] = fiveSchemas.map(
  (schema, i) => [schema, fiveMessages[i] as Message],
);
