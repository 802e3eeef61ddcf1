/** The ids of all providers. Not read from their tables, which nobody need load who only decodes. */
export const PROVIDER_IDS = [
  "yandex-cloud",
  "yandex-translate",
  "yandex-ai-studio",
  "gemini",
  "fireworks",
  "openai",
  "anthropic",
] as const;

/** The id of a provider. */
export type ProviderId = (typeof PROVIDER_IDS)[number];
