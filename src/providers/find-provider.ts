import { type Clue, tellClue } from "./evidence/clue.js";
import { findClues, type Suspects } from "./evidence/find-clues.js";
import { isPartOf } from "./evidence/match-host.js";
import type { Provider, ProviderLocale } from "./provider.js";

/** Who sent an error, and what tells it. */
export interface FoundProvider {
  readonly provider: Provider | undefined;
  /** What it was known by, in words, the strongest first. */
  readonly evidence: readonly string[];
}

/** How many pieces of evidence are told. */
const MAX_EVIDENCE = 6;

/**
 * Finds who sent an error. The strongest evidence decides, whatever weaker says: the host that was called, then the
 * service that `ErrorInfo` names, types of messages, quotas, the shape of the body, headers, links. Weaker evidence
 * only tells more exactly: of Yandex Cloud, that it was its AI Studio.
 */
export function findProvider(suspects: Suspects, locale: ProviderLocale): FoundProvider {
  const clues = findClues(suspects);
  const whole = clues[0]?.provider;
  if (whole === undefined) return { provider: undefined, evidence: [] };
  const provider = clues.find((clue) => isPartOf(clue.provider, whole))?.provider ?? whole;
  const supports = (clue: Clue) => clue.provider === provider || clue.provider === whole;
  const told = clues.filter(supports).map((clue) => tellClue(clue, locale));
  return { provider, evidence: [...new Set(told)].slice(0, MAX_EVIDENCE) };
}
