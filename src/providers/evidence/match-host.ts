import type { Provider } from "../provider.js";
import { mostExact } from "./most-exact.js";

/** The provider that a host, or the domain of a service, belongs to: the one that names it most exactly. */
export function providerOfHost(host: string, providers: readonly Provider[]): Provider | undefined {
  const name = host.toLowerCase().replace(/\.$/, "");
  return mostExact(providers, {
    names: ({ hosts }) => hosts,
    fits: (known) => matchesHost(name, known),
  });
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
