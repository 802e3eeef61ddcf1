import type { DescMessage } from "@bufbuild/protobuf";
import {
  BadRequestSchema,
  DebugInfoSchema,
  ErrorInfoSchema,
  HelpSchema,
  LocalizedMessageSchema,
  PreconditionFailureSchema,
  QuotaFailureSchema,
  RequestInfoSchema,
  ResourceInfoSchema,
  RetryInfoSchema,
} from "../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../gen/yandex/cloud/quota/quota_pb.js";

let schemas: Map<string, DescMessage> | undefined;

/**
 * The schema of a detail type that this library carries: the ten of google.rpc, and Yandex Cloud's own
 * `yandex.cloud.quota.QuotaFailure`, which shares only its short name with google.rpc's.
 */
export function knownSchema(typeName: string): DescMessage | undefined {
  schemas ??= new Map(
    [
      BadRequestSchema,
      DebugInfoSchema,
      ErrorInfoSchema,
      HelpSchema,
      LocalizedMessageSchema,
      PreconditionFailureSchema,
      QuotaFailureSchema,
      RequestInfoSchema,
      ResourceInfoSchema,
      RetryInfoSchema,
      YandexQuotaFailureSchema,
    ].map((schema) => [schema.typeName, schema]),
  );
  return schemas.get(typeName);
}
