import type { DialectName } from "../../status/error-parts.js";

/** What tells a provider apart besides its hosts and domains. */
export interface Mark {
  readonly id: string;
  readonly pattern: RegExp;
}

// biome-ignore format: tables, a row a line

/** Packages of message types. Of one provider's several, the narrower comes first. */
export const TYPE_MARKS: readonly Mark[] = [
  { id: "yandex-translate", pattern: /^yandex\.cloud\.ai\.translate\./ },
  { id: "yandex-ai-studio", pattern: /^yandex\.cloud\.ai\.(?:foundation_models|assistants|files|tuning|dataset)\./ },
  { id: "yandex-cloud", pattern: /^yandex\.cloud\./ },
  { id: "gemini", pattern: /^google\.ai\.generativelanguage\./ },
];

/** Names of quotas; those of Google begin with the host of their service. */
export const QUOTA_MARKS: readonly Mark[] = [
  {
    id: "yandex-ai-studio",
    pattern: /^ai\.(?:text|image)(?:Generation|Embedding|Classification)/i,
  },
];

/** Headers that nobody else sends, or hardly anybody. */
export const HEADER_MARKS: readonly Mark[] = [
  { id: "gemini", pattern: /^x-gemini-service-tier$/ },
  { id: "fireworks", pattern: /^fireworks-[a-z-]+$/ },
  { id: "openai", pattern: /^openai-(?:organization|processing-ms|version|project)$/ },
  { id: "anthropic", pattern: /^anthropic-(?:ratelimit-[a-z-]+|organization-id)$/ },
  // @see https://yandex.cloud/en/docs/search-api/api-ref/support-headers
  { id: "yandex-cloud", pattern: /^x-server-trace-id$/ },
];

/** Links to documentation, host and path. */
export const LINK_MARKS: readonly Mark[] = [
  {
    id: "yandex-translate",
    pattern: /^(?:yandex\.cloud|cloud\.yandex\.(?:ru|com))\/(?:\w\w\/)?docs\/translate(?:\/|$)/,
  },
  {
    id: "yandex-ai-studio",
    pattern:
      /^aistudio\.yandex\.ru(?:\/|$)|^(?:yandex\.cloud|cloud\.yandex\.(?:ru|com))\/(?:\w\w\/)?docs\/(?:foundation-models|ai-studio|yandexgpt)(?:\/|$)/,
  },
  {
    id: "yandex-cloud",
    pattern: /^(?:[\w-]+\.)?yandex\.cloud(?:\/|$)|^(?:[\w-]+\.)?cloud\.yandex\.(?:ru|com)(?:\/|$)/,
  },
  { id: "gemini", pattern: /^(?:ai\.google\.dev|aistudio\.google\.com)(?:\/|$)/ },
  { id: "fireworks", pattern: /^(?:[\w-]+\.)?fireworks\.ai(?:\/|$)/ },
  { id: "openai", pattern: /^(?:platform|help|status)\.openai\.com(?:\/|$)/ },
  { id: "anthropic", pattern: /^(?:docs|console|support|status)\.anthropic\.com(?:\/|$)/ },
];

/** Shapes of bodies that only one of the known providers sends. */
export const DIALECT_MARKS: Readonly<Partial<Record<DialectName, string>>> = {
  // YandexGPT's completion, streamed or not.
  "grpc-gateway-v1-stream": "yandex-ai-studio",
  "gemini-interactions": "gemini",
  speechkit: "yandex-cloud",
};
