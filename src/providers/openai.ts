import { Code } from "../status/code.js";
import type { Provider } from "./provider.js";
import { providerRow } from "./provider-row.js";

/**
 * The API of OpenAI. The names are those of the classes in its libraries; the two kinds of 429, which share
 * a class, are named by the word that the body has.
 *
 * @see https://platform.openai.com/docs/guides/error-codes
 */
export const openai: Provider = {
  id: "openai",
  title: { en: "OpenAI API" },
  hosts: ["api.openai.com"],
  dialects: ["openai"],
  domains: [],
  marks: {
    headers: ["openai-organization", "openai-processing-ms", "openai-version", "openai-project"],
    links: ["platform.openai.com", "help.openai.com", "status.openai.com"],
  },
  spellings: {},
  rows: [
    providerRow({
      code: Code.INVALID_ARGUMENT,
      httpStatus: 400,
      name: "BadRequestError",
      who: ["caller"],
      en: [
        "The request is malformed, or lacks a parameter that it needs.",
        "Correct the parameter that the error names, and compare the rest with the API reference.",
      ],
    }),
    providerRow({
      code: Code.UNAUTHENTICATED,
      httpStatus: 401,
      name: "AuthenticationError",
      who: ["caller"],
      en: [
        "The API key is wrong, revoked or expired, or its account belongs to no organization.",
        "Check the API key and the organization that the request names; make a new key if need be.",
      ],
    }),
    providerRow({
      code: Code.PERMISSION_DENIED,
      httpStatus: 403,
      name: "PermissionDeniedError",
      who: ["account-owner"],
      en: [
        "The key may not do this, or the request comes from a country or region that is not supported.",
        "Check the rights of the key and of its project, and where the request is sent from.",
      ],
    }),
    providerRow({
      code: Code.NOT_FOUND,
      httpStatus: 404,
      name: "NotFoundError",
      who: ["caller"],
      en: [
        "There is no such resource, or the project has no access to the model.",
        "Check the ids and the name of the model, and whether the project may use it.",
      ],
    }),
    providerRow({
      code: Code.ABORTED,
      httpStatus: 409,
      name: "ConflictError",
      who: ["caller"],
      en: [
        "Another request changed the resource at the same time.",
        "Read the resource again, and see that no other request changes it meanwhile.",
      ],
    }),
    providerRow({
      code: Code.INVALID_ARGUMENT,
      httpStatus: 422,
      name: "UnprocessableEntityError",
      who: ["caller"],
      en: [
        "The request is well formed, and cannot be processed all the same.",
        "Check what the request asks for against the API reference.",
      ],
    }),
    providerRow({
      code: Code.RESOURCE_EXHAUSTED,
      httpStatus: 429,
      name: "rate_limit_exceeded",
      who: ["time"],
      en: [
        "Requests or tokens come faster than the rate limit allows.",
        "Wait as long as the answer says, and send requests at a steadier pace.",
      ],
    }),
    providerRow({
      code: Code.RESOURCE_EXHAUSTED,
      httpStatus: 429,
      name: "insufficient_quota",
      who: ["account-owner"],
      en: [
        "The credits are used up, or a monthly limit of spending is reached. Waiting a little does not help.",
        "Buy credits or raise the limit in the billing settings.",
      ],
    }),
    providerRow({
      code: Code.INTERNAL,
      httpStatus: 500,
      name: "InternalServerError",
      who: ["time"],
      en: [
        "Something failed at OpenAI's servers.",
        "Wait briefly and try again; if it stays, look at the status page and write to support.",
      ],
    }),
    providerRow({
      code: Code.UNAVAILABLE,
      httpStatus: 503,
      name: "Service Unavailable",
      who: ["time"],
      en: [
        "The servers are overloaded.",
        "Wait and try again; lower the rate of requests, then raise it step by step.",
      ],
    }),
  ],
  links: [
    {
      url: "https://platform.openai.com/docs/guides/error-codes",
      title: { en: "Error codes of the OpenAI API" },
    },
    { url: "https://status.openai.com", title: { en: "Status of OpenAI" } },
  ],
};
