import { Code } from "../status/code.js";
import type { Provider } from "./provider.js";
import { providerRow } from "./provider-row.js";

/**
 * The Claude API of Anthropic. The names are those that `error.type` has.
 *
 * @see https://platform.claude.com/docs/en/api/errors
 */
export const anthropic: Provider = {
  id: "anthropic",
  title: { en: "Claude API" },
  hosts: ["api.anthropic.com"],
  dialects: ["openai"],
  domains: [],
  marks: {
    headers: ["anthropic-ratelimit-", "anthropic-organization-id"],
    links: [
      "docs.anthropic.com",
      "console.anthropic.com",
      "support.anthropic.com",
      "status.anthropic.com",
      "platform.claude.com",
      "status.claude.com",
    ],
  },
  spellings: {},
  rows: [
    providerRow({
      code: Code.INVALID_ARGUMENT,
      httpStatus: 400,
      name: "invalid_request_error",
      who: ["caller"],
      en: [
        "The format or the content of the request is wrong, or a limit of spending that was set for the account is reached.",
        "Correct what the message names; where it names a limit of spending, raise that in the console.",
      ],
    }),
    providerRow({
      code: Code.UNAUTHENTICATED,
      httpStatus: 401,
      name: "authentication_error",
      who: ["caller"],
      en: [
        "The API key is missing, malformed, revoked or expired.",
        "Check the API key in the x-api-key header, and make a new one if need be.",
      ],
    }),
    providerRow({
      code: Code.FAILED_PRECONDITION,
      httpStatus: 402,
      name: "billing_error",
      who: ["account-owner"],
      en: [
        "The billing or the payment of the account is in trouble.",
        "Check the payment details in the console.",
      ],
    }),
    providerRow({
      code: Code.PERMISSION_DENIED,
      httpStatus: 403,
      name: "permission_error",
      who: ["account-owner"],
      en: [
        "The API key may not use this resource.",
        "Check the access of the organization and of the workspace that the key belongs to.",
      ],
    }),
    providerRow({
      code: Code.NOT_FOUND,
      httpStatus: 404,
      name: "not_found_error",
      who: ["caller"],
      en: [
        "What the request asks for was not found.",
        "Check the path, the ids in it and the name of the model.",
      ],
    }),
    providerRow({
      code: Code.ABORTED,
      httpStatus: 409,
      name: "conflict_error",
      who: ["caller"],
      en: [
        "The request conflicts with the state of the resource, which something else may have changed meanwhile.",
        "Read the resource again, and send the change for the state that it is in now.",
      ],
    }),
    providerRow({
      code: Code.INVALID_ARGUMENT,
      httpStatus: 413,
      name: "request_too_large",
      who: ["caller"],
      en: [
        "The request has more bytes than the endpoint takes.",
        "Send less at once: shorter messages, fewer or smaller files.",
      ],
    }),
    providerRow({
      code: Code.RESOURCE_EXHAUSTED,
      httpStatus: 429,
      name: "rate_limit_error",
      who: ["time", "account-owner"],
      en: [
        "The organization has reached a rate limit, or the limit of spending of its tier.",
        "Wait as long as retry-after says; without that header it is spending that ended, and a higher tier or the next month helps.",
      ],
    }),
    providerRow({
      code: Code.INTERNAL,
      httpStatus: 500,
      name: "api_error",
      who: ["time"],
      en: [
        "Something unexpected failed inside Anthropic's systems.",
        "Wait and try again; if it stays, look at the status page and write to support with the request id.",
      ],
    }),
    providerRow({
      code: Code.DEADLINE_EXCEEDED,
      httpStatus: 504,
      name: "timeout_error",
      who: ["caller"],
      en: [
        "The request was not done in the time that it may take.",
        "Stream the answer when a request runs for long.",
      ],
    }),
    providerRow({
      code: Code.UNAVAILABLE,
      httpStatus: 529,
      name: "overloaded_error",
      who: ["time"],
      en: [
        "The API is overloaded for a while, for all users.",
        "Wait and try again, with growing pauses; the request itself is fine.",
      ],
    }),
  ],
  links: [
    {
      url: "https://platform.claude.com/docs/en/api/errors",
      title: { en: "Errors of the Claude API" },
    },
    { url: "https://status.claude.com", title: { en: "Status of Claude" } },
  ],
};
