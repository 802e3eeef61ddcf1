import { RpcError } from "rpc-status";

/** What a form says after a call that failed. */
export interface FormErrors {
  /** Texts by the name of the input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** A text for the whole form; empty where the inputs say all. */
  readonly general: string;
}

/** Inputs are named as the fields of the request are in the proto. */
export function formErrors(
  thrown: unknown,
  inputNames: readonly string[],
  languages: readonly string[],
): FormErrors {
  const error = RpcError.from(thrown);
  const texts = error.fieldViolations.map(
    ({ field, description, localizedMessage }) =>
      [field, localizedMessage?.message || description] as const,
  );
  const inputs = Object.fromEntries(texts.filter(([field]) => inputNames.includes(field)));
  const isComplete = texts.length > 0 && texts.every(([field]) => Object.hasOwn(inputs, field));
  return {
    inputs,
    general: error.localizedMessage(languages) ?? (isComplete ? "" : generalText(error)),
  };
}

/** `error.message` is for developers, and may be in no language that the user reads. */
function generalText({ codeName, requestIds: [id] }: RpcError): string {
  switch (codeName) {
    case "UNAVAILABLE":
    case "DEADLINE_EXCEEDED":
      return "The library cannot be reached at the moment. Try again later.";
    case "UNAUTHENTICATED":
      return "Sign in again.";
    default:
      return `That did not work.${id ? ` Our support finds it by ${id}.` : ""}`;
  }
}
