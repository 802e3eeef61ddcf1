import type { Provider } from "./provider.js";
import { yandexCloud } from "./yandex-cloud.js";
import { yandexDocs } from "./yandex-docs.js";
import { yandexLinks } from "./yandex-links.js";

/**
 * Yandex Translate, over REST and gRPC: the table of Yandex Cloud, without operations.
 *
 * @see https://yandex.cloud/docs/translate/api-ref/errors-handling
 */
export const yandexTranslate: Provider = {
  id: "yandex-translate",
  title: { en: "Yandex Translate", ru: "Yandex Translate" },
  hosts: ["translate.api.cloud.yandex.net"],
  dialects: ["google-status", "grpc-headers"],
  domains: [],
  marks: { types: ["yandex.cloud.ai.translate"], links: yandexDocs("translate") },
  spellings: yandexCloud.spellings,
  rows: yandexCloud.rows,
  links: [
    {
      url: "https://yandex.cloud/docs/translate/api-ref/errors-handling",
      translations: { ru: "https://yandex.cloud/ru/docs/translate/api-ref/errors-handling" },
      title: {
        en: "Error handling in Yandex Translate",
        ru: "Обработка ошибок в Yandex Translate",
      },
    },
    ...yandexLinks,
  ],
};
