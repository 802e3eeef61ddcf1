import { anthropic } from "./anthropic.js";
import { fireworks } from "./fireworks.js";
import { gemini } from "./gemini.js";
import { openai } from "./openai.js";
import type { Provider } from "./provider.js";
import { yandexAiStudio } from "./yandex-ai-studio.js";
import { yandexCloud } from "./yandex-cloud.js";
import { yandexTranslate } from "./yandex-translate.js";

/** All providers that are known, those whose hosts are the more specific first. */
export const providers: readonly Provider[] = [
  yandexTranslate,
  yandexAiStudio,
  yandexCloud,
  gemini,
  fireworks,
  openai,
  anthropic,
];
