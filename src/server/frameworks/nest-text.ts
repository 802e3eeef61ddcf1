import { descriptionOf, type Violation } from "../bad-request-error.js";
import { fieldPath, MAX_STEPS, stepFromText } from "../field-path.js";

/** How much of a text is searched for a field. */
const MAX_SEARCHED = 300;
const PATH = "[A-Za-z_$][\\w$]{0,99}(?:\\.[\\w$]{1,100}){0,64}";

/**
 * How texts begin that name their field: those of the pipe for Standard Schema, and class-validator's own,
 * of which two put words before it.
 */
const BEGINNINGS: readonly { readonly pattern: RegExp; readonly cuts: boolean }[] = [
  { pattern: new RegExp(`^(${PATH}): (?=.)`), cuts: true },
  { pattern: new RegExp(`^(${PATH}) (?=(?:must|should) )`), cuts: true },
  {
    pattern: new RegExp(
      `^(?:each value in|nested property|property) (${PATH}) (?=(?:must|should) )`,
    ),
    cuts: false,
  },
];

/** The violation that a text of one of Nest's pipes tells of; its field is empty where it names none. */
export function violationFromText(text: string): Violation {
  const searched = text.slice(0, MAX_SEARCHED);
  for (const { pattern, cuts } of BEGINNINGS) {
    const [beginning = "", path] = pattern.exec(searched) ?? [];
    if (path === undefined) continue;
    const said = cuts ? text.slice(beginning.length) : text;
    const steps = path.split(".", MAX_STEPS).map(stepFromText);
    return { field: fieldPath(steps), description: descriptionOf(said), reason: "" };
  }
  return { field: "", description: descriptionOf(text), reason: "" };
}
