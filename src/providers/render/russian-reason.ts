import type { RetryAdvice } from "../../retry/retry-advice.js";

/**
 * What decided on another attempt, in Russian. An advice says it in English; where the meaning of the code and the
 * verdict tell it already, its source has to do.
 */
export function russianReason({ reason, source }: RetryAdvice): string {
  const [, words] = REASONS.find(([known]) => known.test(reason)) ?? [];
  const place = source === TERRAFORM ? "Terraform-провайдер Yandex Cloud" : source;
  return words === undefined ? `Основание: ${place}.` : `Причина: ${words} (${place}).`;
}

/** The one source whose name is more than a title. */
const TERRAFORM = "Yandex Cloud's Terraform provider";

/** By what no other reason of `adviseRetry` has. */
const REASONS: readonly (readonly [known: RegExp, words: string])[] = [
  [/ own doing$/, "вызов прервала сама вызывающая сторона"],
  [/^grpc-retry-pushback/, "сервер запретил повтор"],
  [/^this process/, "ошибка возникла в самой программе"],
  [/^a message/, "сообщение больше допустимого"],
  [/^a certificate/, "сертификат не вызывает доверия"],
  [/account has to pay/, "сначала нужна оплата или другой тариф"],
  [/not sent/, "вызов не был выполнен"],
  [/^operation /, "операция меняет тот же ресурс"],
  [/^no time/, "на новую попытку нет времени"],
  [/^the server asks/, "ждать нужно дольше, чем есть времени"],
];
