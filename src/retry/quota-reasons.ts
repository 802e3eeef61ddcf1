/** What a word for programs says of a quota. */
export type QuotaReason = "throttle" | "day-quota" | "billing" | "resource-limit";

/**
 * Words of `ErrorInfo.reason`, those of OpenAI's family and of Google's older APIs among them, without their
 * case and separators.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto
 * @see https://platform.openai.com/docs/guides/error-codes
 */
const REASONS: ReadonlyMap<string, QuotaReason> = /* @__PURE__ */ new Map([
  ["ratelimitexceeded", "throttle"], // Google, OpenAI, Gemini Interactions
  ["userratelimitexceeded", "throttle"],
  ["ratelimitreached", "throttle"],
  ["ratelimitreachederror", "throttle"], // Moonshot
  ["ratelimiterror", "throttle"], // Anthropic
  ["ratelimited", "throttle"],
  ["toomanyrequests", "throttle"],
  ["concurrencylimitexceeded", "throttle"],
  ["modelcapacityexhausted", "throttle"], // Gemini Code Assist
  ["throttled", "throttle"],
  ["throttlingexception", "throttle"],
  ["dailylimitexceeded", "day-quota"], // Google's older APIs
  ["dailylimitexceededunreg", "day-quota"],
  ["insufficientquota", "billing"], // OpenAI
  ["insufficientcredits", "billing"],
  ["insufficientbalance", "billing"],
  ["insufficientfunds", "billing"],
  ["insufficientg1creditsbalance", "billing"], // Gemini Code Assist
  ["exceededcurrentquotaerror", "billing"], // Moonshot
  ["billinghardlimitreached", "billing"], // OpenAI
  ["billingnotactive", "billing"],
  ["billingdisabled", "billing"], // Google
  ["paymentrequired", "billing"],
  ["resourcequotaexceeded", "resource-limit"], // Google
]);

/** What a reason or an error code in any spelling says of a quota; `undefined` for one that is not known. */
export function quotaReason(word: string): QuotaReason | undefined {
  if (word.length > 64) return undefined;
  return REASONS.get(word.replace(/[^A-Za-z0-9]/g, "").toLowerCase());
}
