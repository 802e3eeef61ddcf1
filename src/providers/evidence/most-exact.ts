import type { Provider } from "../provider.js";

/** How the names that tell providers apart are looked through. */
export interface NameSearch {
  /** The names of a provider. */
  readonly names: (provider: Provider) => readonly string[];
  /** Whether what was found bears such a name. */
  readonly fits: (name: string) => boolean;
}

/**
 * The provider that a name tells. Of several the one with the longest name: a provider may be a part of another one.
 */
export function mostExact(
  providers: readonly Provider[],
  { names, fits }: NameSearch,
): Provider | undefined {
  let best: { readonly provider: Provider; readonly length: number } | undefined;
  for (const provider of providers) {
    for (const name of names(provider)) {
      if (name.length > (best?.length ?? 0) && fits(name)) best = { provider, length: name.length };
    }
  }
  return best?.provider;
}
