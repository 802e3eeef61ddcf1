const PROBLEM_JSON = "application/problem+json";
/** What answers for plain JSON in an `Accept` header, the most particular first. */
const JSON_RANGES = ["application/json", "application/*", "*/*"];

/** Whoever writes more is not negotiating. */
const MAX_CHARACTERS = 2_000;
const MAX_RANGES = 32;

/**
 * Whether an `Accept` header asks for problem documents: it names them, and ranks plain JSON no higher. Of
 * two that it ranks alike it would name the one that is for errors alone to no other end.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function prefersProblemJson(accept: string): boolean {
  const weights = weightsOf(accept);
  const problem = weights.get(PROBLEM_JSON) ?? 0;
  const json = JSON_RANGES.map((range) => weights.get(range)).find((q) => q !== undefined) ?? 0;
  return problem > 0 && problem >= json;
}

/** The weight of each media range, 0 to 1; parameters other than `q` say nothing here. */
function weightsOf(accept: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const entry of accept.slice(0, MAX_CHARACTERS).split(",").slice(0, MAX_RANGES)) {
    const [range = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    const stated = parameters.find((parameter) => parameter.startsWith("q="));
    const q = stated === undefined ? 1 : Number(stated.slice(2));
    // A weight that is none is no reason to withhold what is asked for.
    const weight = q >= 0 && q <= 1 ? q : 1;
    weights.set(range, Math.max(weight, weights.get(range) ?? 0));
  }
  return weights;
}
