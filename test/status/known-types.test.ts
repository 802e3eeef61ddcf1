import { describe, expect, it } from "vitest";
import { file_google_rpc_error_details } from "../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../gen/yandex/cloud/quota/quota_pb.js";
import { knownSchema } from "../../src/status/known-types.js";

describe("knownSchema", () => {
  it("knows every message of google/rpc/error_details.proto, and Yandex Cloud's quota failure", () => {
    expect(file_google_rpc_error_details.messages).toHaveLength(10);
    for (const schema of file_google_rpc_error_details.messages)
      expect(knownSchema(schema.typeName)).toBe(schema);
    expect(knownSchema("yandex.cloud.quota.QuotaFailure")).toBe(YandexQuotaFailureSchema);
  });

  it.each([
    "",
    "QuotaFailure",
    "google.rpc.Status",
    "google.rpc.errorinfo",
    "__proto__",
    "constructor",
  ])("does not know %j", (typeName) => {
    expect(knownSchema(typeName)).toBeUndefined();
  });
});
