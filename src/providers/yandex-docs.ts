/** Where Yandex Cloud documents its services. */
const SITES = ["yandex.cloud", "cloud.yandex.ru", "cloud.yandex.com"] as const;

/** The documentation of some services of Yandex Cloud on each of its sites, as marks of links. */
export function yandexDocs(...services: readonly string[]): readonly string[] {
  return SITES.flatMap((site) => services.map((service) => `${site}/docs/${service}`));
}
