import type { Provider } from "../provider.js";

/**
 * The provider that a host, or the domain of a service, belongs to. Of several the one that names it most exactly: a
 * provider may be a part of another one.
 */
export function providerOfHost(host: string, providers: readonly Provider[]): Provider | undefined {
  const name = host.toLowerCase().replace(/\.$/, "");
  let best: { readonly provider: Provider; readonly length: number } | undefined;
  for (const provider of providers) {
    for (const known of provider.hosts) {
      if (matchesHost(name, known) && known.length > (best?.length ?? 0)) {
        best = { provider, length: known.length };
      }
    }
  }
  return best?.provider;
}

/** Whether a host is a known one, or below a known one that begins with a dot. */
function matchesHost(host: string, known: string): boolean {
  return known.startsWith(".") ? host.endsWith(known) : host === known;
}

/** Whether all hosts of a provider are below those of another: AI Studio is a part of Yandex Cloud. */
export function isPartOf(part: Provider, whole: Provider): boolean {
  return (
    part !== whole &&
    part.hosts.length > 0 &&
    part.hosts.every((host) => whole.hosts.some((known) => matchesHost(host, known)))
  );
}
