import { Code } from "../status/code.js";
import type { ProviderRow } from "./provider.js";
import { providerRow } from "./provider-row.js";

/**
 * What codes mean as the error of an operation that is over, where it is something else than of a call: asking for
 * the operation again gives the same, so it has to be started again.
 *
 * @see https://google.aip.dev/151
 */
export const operationMeanings: { readonly [code in Code]?: ProviderRow } = {
  [Code.CANCELLED]: providerRow({
    code: Code.CANCELLED,
    who: ["caller"],
    en: [
      "Somebody asked to cancel the operation, and it was cancelled.",
      "Start the operation again if its result is still wanted, and look first at what it has changed already. If nobody was to cancel it, find out who did.",
    ],
    ru: [
      "Операция отменена по запросу.",
      "Если результат ещё нужен, проверьте, что операция успела изменить, и запустите её заново. Если отменять её не собирались, выясните, кто это сделал.",
    ],
  }),
  [Code.UNKNOWN]: providerRow({
    code: Code.UNKNOWN,
    who: ["provider"],
    en: [
      "The operation failed, and the service did not say what kind of failure it was.",
      "Report the error to the service with the id of the operation. Look at what the operation has changed before you start it again.",
    ],
    ru: [
      "Операция завершилась с ошибкой, причину которой сервис не сообщил.",
      "Сообщите об ошибке поддержке сервиса и укажите идентификатор операции. Прежде чем запустить её заново, проверьте, что она успела изменить.",
    ],
  }),
  [Code.DEADLINE_EXCEEDED]: providerRow({
    code: Code.DEADLINE_EXCEEDED,
    who: ["time", "caller"],
    en: [
      "The time of the operation ran out before it was done. It may have changed something all the same.",
      "Check what the operation has changed, then start it again, with less to do if it keeps happening.",
    ],
    ru: [
      "Время операции истекло раньше, чем она завершилась. При этом она могла внести изменения.",
      "Проверьте, что именно изменила операция, и запустите её заново; если ошибка повторяется, уменьшите объём работы.",
    ],
  }),
  [Code.FAILED_PRECONDITION]: providerRow({
    code: Code.FAILED_PRECONDITION,
    who: ["caller"],
    en: [
      "What the operation works on was not in the state that it needs.",
      "Bring it into the state that the error names, then start the operation again.",
    ],
    ru: [
      "То, с чем работает операция, было не в том состоянии, которое для неё нужно.",
      "Приведите его в состояние, которое описано в ошибке, и запустите операцию заново.",
    ],
  }),
  [Code.ABORTED]: providerRow({
    code: Code.ABORTED,
    who: ["caller"],
    en: [
      "The operation was broken off by a conflict with something else that ran at the same time.",
      "Read the current state, then start the operation again when nothing else changes the same resources.",
    ],
    ru: [
      "Операция прервана из-за конфликта с тем, что выполнялось одновременно с ней.",
      "Прочитайте текущее состояние и запустите операцию заново, когда те же ресурсы больше ничто не меняет.",
    ],
  }),
  [Code.INTERNAL]: providerRow({
    code: Code.INTERNAL,
    who: ["provider"],
    en: [
      "The operation failed, because something inside the service is broken.",
      "Report the error to the service with the id of the operation. Look at what the operation has changed before you start it again.",
    ],
    ru: [
      "Операция не удалась из-за сбоя внутри сервиса.",
      "Сообщите об ошибке поддержке сервиса и укажите идентификатор операции. Прежде чем запустить её заново, проверьте, что она успела изменить.",
    ],
  }),
  [Code.UNAVAILABLE]: providerRow({
    code: Code.UNAVAILABLE,
    who: ["time"],
    en: [
      "The operation failed, because something that it needs was out of reach for a while.",
      "Wait a little, then start the operation again if it may run twice; asking again for the state of this one changes nothing.",
    ],
    ru: [
      "Операция не удалась: то, что ей нужно, было временно недоступно.",
      "Немного подождите и запустите операцию заново, если её можно выполнить дважды; повторный запрос её состояния ничего не изменит.",
    ],
  }),
};
