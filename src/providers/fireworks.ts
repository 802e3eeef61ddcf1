import { Code } from "../status/code.js";
import type { Provider } from "./provider.js";
import { providerRow } from "./provider-row.js";

/**
 * Inference at Fireworks AI. It knows no codes of gRPC: each row has the nearest one, as decoding gives it.
 *
 * @see https://docs.fireworks.ai/guides/inference-error-codes
 */
export const fireworks: Provider = {
  id: "fireworks",
  title: { en: "Fireworks AI" },
  hosts: ["api.fireworks.ai"],
  dialects: ["openai", "text", "html"],
  domains: [],
  marks: {
    // Others of OpenAI's family write it beside the inner object, if at all.
    bodies: [{ dialect: "openai", member: "object", value: "error" }],
    headers: ["fireworks-"],
    links: ["fireworks.ai"],
  },
  spellings: {},
  rows: [
    providerRow({
      code: Code.INVALID_ARGUMENT,
      httpStatus: 400,
      name: "Bad Request",
      who: ["caller"],
      en: [
        "The request is malformed, or one of its inputs is invalid.",
        "Check the parameters and their format against the documentation of the call.",
      ],
    }),
    providerRow({
      code: Code.UNAUTHENTICATED,
      httpStatus: 401,
      name: "Unauthorized",
      who: ["caller"],
      en: [
        "The API key is invalid, or has too few rights.",
        "Check the API key and what it may do.",
      ],
    }),
    providerRow({
      // No waiting helps, as RESOURCE_EXHAUSTED would suggest: somebody has to pay first.
      code: Code.FAILED_PRECONDITION,
      httpStatus: 402,
      name: "Payment Required",
      who: ["account-owner"],
      en: [
        "The account is on no paid plan, or over the usage that its plan allows.",
        "Check the billing status and the payment method, or take a higher plan.",
      ],
    }),
    providerRow({
      code: Code.PERMISSION_DENIED,
      httpStatus: 403,
      name: "Forbidden",
      who: ["caller"],
      en: [
        "The API key was not accepted for this call.",
        "Check that it is the right key for this account.",
      ],
    }),
    providerRow({
      code: Code.NOT_FOUND,
      httpStatus: 404,
      name: "Not Found",
      who: ["caller"],
      en: [
        "There is no such path or model, or the model is not deployed, or the key has no right to it.",
        "Check the path of the URL, then the name of the model, whether it is deployed, and the rights of the key.",
      ],
    }),
    providerRow({
      code: Code.UNIMPLEMENTED,
      httpStatus: 405,
      name: "Method Not Allowed",
      who: ["caller"],
      en: [
        "The endpoint does not take this HTTP method, such as GET where POST is meant.",
        "Use the HTTP method that the documentation of the call names.",
      ],
    }),
    providerRow({
      code: Code.DEADLINE_EXCEEDED,
      httpStatus: 408,
      name: "Request Timeout",
      who: ["time"],
      en: [
        "The request took too long: the server is overloaded, or the network is slow.",
        "Try again after a short wait, or allow the request more time.",
      ],
    }),
    providerRow({
      code: Code.FAILED_PRECONDITION,
      httpStatus: 412,
      name: "Precondition Failed",
      who: ["account-owner"],
      en: [
        "The account is suspended or blocked in some other way; or a LoRA model failed to load.",
        "Check the account and its billing. For a LoRA model, check that the upload is complete and fits its base model; otherwise write to support.",
      ],
    }),
    providerRow({
      // Too large in whatever state the service is, and no position past an end, as OUT_OF_RANGE means.
      code: Code.INVALID_ARGUMENT,
      httpStatus: 413,
      name: "Payload Too Large",
      who: ["caller"],
      en: ["The request is over the size limit.", "Send less: a shorter text, or smaller images."],
    }),
    providerRow({
      code: Code.RESOURCE_EXHAUSTED,
      httpStatus: 429,
      name: "Over Quota",
      who: ["time", "account-owner"],
      en: [
        "The rate limit is reached.",
        "Wait until the limit resets, or take a plan with a higher rate.",
      ],
    }),
    providerRow({
      code: Code.INTERNAL,
      httpStatus: 500,
      name: "Internal Server Error",
      who: ["provider"],
      en: [
        "A bug at the server, which is not likely to pass by itself.",
        "Write to support at once, with the full response and its request ids.",
      ],
    }),
    providerRow({
      code: Code.UNAVAILABLE,
      httpStatus: 502,
      name: "Bad Gateway",
      who: ["time"],
      en: [
        "A gateway got an invalid answer from the server behind it.",
        "Wait and try again; if it stays, there is an outage.",
      ],
    }),
    providerRow({
      code: Code.UNAVAILABLE,
      httpStatus: 503,
      name: "Service Unavailable",
      who: ["time"],
      en: [
        "The service is in maintenance or in trouble.",
        "Try again after some time, and look at the status page.",
      ],
    }),
    providerRow({
      code: Code.DEADLINE_EXCEEDED,
      httpStatus: 504,
      name: "Gateway Timeout",
      who: ["time"],
      en: [
        "The server behind the gateway did not answer in time.",
        "Wait briefly and try again; a shorter prompt is answered sooner.",
      ],
    }),
    providerRow({
      code: Code.UNKNOWN,
      httpStatus: 520,
      name: "Unknown Error",
      who: ["time"],
      en: [
        "Something failed for no clear reason.",
        "Try again; if it stays, write to support with the full response and its request ids.",
      ],
    }),
  ],
  advice: {
    en: "Log the whole error with its request ids, and look at the documentation of the call and the status page.",
  },
  links: [
    {
      url: "https://docs.fireworks.ai/guides/inference-error-codes",
      title: { en: "Error codes of inference at Fireworks" },
    },
    { url: "https://status.fireworks.ai", title: { en: "Status of Fireworks" } },
  ],
};
