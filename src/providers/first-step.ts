import { plainLine } from "../error/plain-line.js";
import type { RetryAdvice } from "../retry/retry-advice.js";
import { shorten } from "../wire/shorten.js";
import type { ExplainedField, ExplainedPrecondition, ExplainedResource } from "./explanation.js";
import type { ProviderLocale } from "./provider.js";
import { secondsText } from "./seconds-text.js";

/** What the details of an error tell about the way out. */
export interface KnownFacts {
  readonly retry: RetryAdvice;
  readonly retryIfIdempotent: RetryAdvice;
  /** The operation that is in the way, whether or not there is time to wait for it. */
  readonly operationId: string | undefined;
  /** Whether it is an operation that has to be started again, and no call. */
  readonly isOperation: boolean;
  readonly fields: readonly ExplainedField[];
  readonly permissions: readonly string[];
  readonly preconditions: readonly ExplainedPrecondition[];
  readonly resource: ExplainedResource | undefined;
}

/** The step that the details of an error tell, in a sentence; `undefined` where they tell none. */
export function firstStep(facts: KnownFacts, locale: ProviderLocale): string | undefined {
  const { operationId } = facts;
  if (operationId !== undefined) {
    return STEPS[locale].operation(operationId, again(facts, locale));
  }
  return (
    fieldStep(facts, locale) ??
    permissionStep(facts, locale) ??
    waitStep(facts, locale) ??
    preconditionStep(facts, locale)
  );
}

type Step = (facts: KnownFacts, locale: ProviderLocale) => string | undefined;

const fieldStep: Step = ({ fields: [first, ...others] }, locale) => {
  if (first === undefined) return undefined;
  const { fields, request } = STEPS[locale];
  const step = first.field === "" ? request : fields(oneLine(first.field), others.length > 0);
  const description = oneLine(first.description || first.reason || "");
  return description === "" ? `${step}.` : sentence(`${step}: ${description}`);
};

const permissionStep: Step = ({ permissions, resource }, locale) => {
  if (permissions.length === 0) return undefined;
  const names = permissions.slice(0, 3).map(oneLine);
  return sentence(STEPS[locale].permission(names, oneLine(resource?.name ?? "")));
};

function again({ isOperation }: KnownFacts, locale: ProviderLocale): string {
  return STEPS[locale][isOperation ? "start" : "call"];
}

const waitStep: Step = (facts, locale) => {
  const { decision, delayMs, delaySource } = facts.retryIfIdempotent;
  if (decision === "stop" || delaySource === undefined || delaySource === "backoff")
    return undefined;
  if (delayMs <= 0) return undefined;
  const { wait, ifSafe } = STEPS[locale];
  const condition = facts.retry.decision === "stop" ? ifSafe : "";
  return wait(secondsText(delayMs, locale), `${again(facts, locale)}${condition}`);
};

const preconditionStep: Step = ({ preconditions: [first] }, locale) => {
  if (first === undefined) return undefined;
  const { type, subject, description } = first;
  const text = oneLine(description) || [type, subject].map(oneLine).filter(Boolean).join(" ");
  return text === "" ? undefined : sentence(`${STEPS[locale].precondition}: ${text}`);
};

const STEPS = {
  en: {
    request: "Change the request",
    fields: (name: string, more: boolean) =>
      more ? `Change the fields listed, beginning with ${name}` : `Change field ${name}`,
    permission: (names: readonly string[], on: string) =>
      `Have ${names.join(", ")} granted ${on === "" ? "to the caller" : `on ${on}`}`,
    wait: (time: string, again: string) => `Wait ${time}, then ${again}.`,
    call: "call again",
    start: "start the operation again",
    ifSafe: " if doing it twice does no harm",
    precondition: "First make this hold",
    operation: (id: string, again: string) => `Wait until operation ${id} is over, then ${again}.`,
  },
  ru: {
    request: "Измените запрос",
    fields: (name: string, more: boolean) =>
      more ? `Исправьте перечисленные поля, начиная с ${name}` : `Исправьте поле ${name}`,
    permission: (names: readonly string[], on: string) => {
      const rights = `${names.length > 1 ? "права" : "право"} ${names.join(", ")}`;
      return on === "" ? `Выдайте вызывающей стороне ${rights}` : `Выдайте ${rights} на ${on}`;
    },
    wait: (time: string, again: string) => `Подождите ${time}, затем ${again}.`,
    call: "повторите запрос",
    start: "запустите операцию заново",
    ifSafe: ", если повтор безопасен",
    precondition: "Сначала выполните условие",
    operation: (id: string, again: string) =>
      `Дождитесь завершения операции ${id}, затем ${again}.`,
  },
} as const;

/** How much of one text goes into a sentence of ours. */
const MAX_WORDS = 200;

function oneLine(text: string): string {
  return plainLine(shorten(text, MAX_WORDS)).trim();
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
