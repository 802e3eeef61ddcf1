import { Code } from "../status/code.js";
import type { Provider } from "./provider.js";
import { providerRow } from "./provider-row.js";

/**
 * The Gemini API of Google AI. Gemini on Vertex AI has another table, and is not meant.
 *
 * @see https://ai.google.dev/gemini-api/docs/troubleshooting
 */
export const gemini: Provider = {
  id: "gemini",
  title: { en: "Gemini API" },
  hosts: ["generativelanguage.googleapis.com"],
  dialects: ["aip-193", "gemini-interactions"],
  domains: ["generativelanguage.googleapis.com"],
  marks: {
    types: ["google.ai.generativelanguage"],
    dialects: ["gemini-interactions"],
    headers: ["x-gemini-service-tier"],
    links: ["ai.google.dev", "aistudio.google.com"],
    // The GenAI SDK throws a name, a status, and the body as its message.
    sdks: [{ dialect: "aip-193", name: "ApiError" }],
  },
  spellings: {},
  rows: [
    providerRow({
      code: Code.INVALID_ARGUMENT,
      who: ["caller"],
      en: [
        "The request body is malformed: a typo, a missing field, or a newer feature sent to an older version of the API.",
        "Compare the body with the format and examples of the API reference, and check that the endpoint's version has all features that you use.",
      ],
    }),
    providerRow({
      code: Code.FAILED_PRECONDITION,
      who: ["account-owner"],
      en: [
        "There is no free tier in the country that the request comes from, and the project has no billing.",
        "Set up a paid plan for the project in Google AI Studio.",
      ],
    }),
    providerRow({
      code: Code.PERMISSION_DENIED,
      who: ["account-owner"],
      en: [
        "The API key does not have the right to do this.",
        "Check that the key is set and has the right access. A tuned model needs its own authentication beyond a key.",
      ],
    }),
    providerRow({
      code: Code.NOT_FOUND,
      who: ["caller"],
      en: [
        "Something that the request refers to was not found: a model, or an image, audio or video file.",
        "Check the names in the request, and that all parameters are valid for the version of the API you call.",
      ],
    }),
    providerRow({
      code: Code.RESOURCE_EXHAUSTED,
      who: ["time", "account-owner"],
      en: [
        "The rate limit of the model is exceeded.",
        "Wait, then stay within the limit of requests and tokens of this model; ask for a larger quota if that is too little.",
      ],
    }),
    providerRow({
      code: Code.INTERNAL,
      who: ["time"],
      en: [
        "Something unexpected failed at Google, sometimes because the input is very long.",
        "Wait and try again, with a shorter input or another model for a while; report it if it stays.",
      ],
    }),
    providerRow({
      code: Code.UNAVAILABLE,
      who: ["time"],
      en: [
        "The service is overloaded or down for a while.",
        "Wait and try again, or use another model until it has room.",
      ],
    }),
    providerRow({
      code: Code.DEADLINE_EXCEEDED,
      who: ["caller"],
      en: [
        "The answer was not ready within the deadline of the call, as happens with long prompts.",
        "Set a larger timeout in the client.",
      ],
    }),
  ],
  links: [
    {
      url: "https://ai.google.dev/gemini-api/docs/troubleshooting",
      title: { en: "Troubleshooting the Gemini API" },
    },
    {
      url: "https://ai.google.dev/gemini-api/docs/rate-limits",
      title: { en: "Rate limits of the Gemini API" },
    },
    { url: "https://aistudio.google.com/status", title: { en: "Status of the Gemini API" } },
  ],
};
