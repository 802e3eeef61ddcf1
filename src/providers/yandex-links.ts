import type { ProviderLink } from "./provider.js";

/** Where to see whether a service of Yandex Cloud is down, and where to ask for help. */
export const yandexLinks: readonly ProviderLink[] = [
  {
    url: "https://status.yandex.cloud/",
    title: { en: "Status of Yandex Cloud services", ru: "Статус сервисов Yandex Cloud" },
  },
  {
    url: "https://center.yandex.cloud/support",
    title: { en: "Yandex Cloud support", ru: "Техническая поддержка Yandex Cloud" },
  },
];
