import { Code } from "../status/code.js";
import type { Provider } from "./provider.js";
import { yandexCloudRows } from "./yandex-cloud-rows.js";
import { yandexLinks } from "./yandex-links.js";

/**
 * The API of Yandex Cloud, for all services without a table of their own.
 *
 * `yandexcloud.net` is not among its hosts: below it users' own functions, containers and gateways answer.
 *
 * @see https://yandex.cloud/docs/api-design-guide/concepts/errors
 */
export const yandexCloud: Provider = {
  id: "yandex-cloud",
  title: { en: "Yandex Cloud", ru: "Yandex Cloud" },
  hosts: [
    "api.cloud.yandex.net",
    ".api.cloud.yandex.net",
    "api.yandexcloud.kz",
    ".api.yandexcloud.kz",
  ],
  dialects: ["google-status", "operation", "grpc-headers", "speechkit"],
  domains: [],
  marks: {
    types: ["yandex.cloud"],
    dialects: ["speechkit"],
    // https://yandex.cloud/en/docs/search-api/api-ref/support-headers
    headers: ["x-server-trace-id"],
    links: ["yandex.cloud", "cloud.yandex.ru", "cloud.yandex.com"],
  },
  spellings: { NOT_IMPLEMENTED: Code.UNIMPLEMENTED },
  rows: yandexCloudRows,
  links: [
    {
      url: "https://yandex.cloud/docs/api-design-guide/concepts/errors",
      translations: { ru: "https://yandex.cloud/ru/docs/api-design-guide/concepts/errors" },
      title: {
        en: "Error handling in the Yandex Cloud API",
        ru: "Обработка ошибок в API Yandex Cloud",
      },
    },
    ...yandexLinks,
  ],
};
