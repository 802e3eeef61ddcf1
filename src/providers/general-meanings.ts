import { Code } from "../status/code.js";
import type { ProviderRow } from "./provider.js";
import { providerRow } from "./provider-row.js";

/**
 * What each code means in general, by its number: for errors of services without a table of their own.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
export const generalMeanings: Readonly<Record<Code, ProviderRow>> = {
  [Code.OK]: providerRow({
    code: Code.OK,
    who: ["nobody"],
    en: ["The call succeeded.", "There is nothing to do."],
    ru: ["Вызов выполнен успешно.", "Делать ничего не нужно."],
  }),
  [Code.CANCELLED]: providerRow({
    code: Code.CANCELLED,
    who: ["caller"],
    en: [
      "The call was cancelled before it ended, as a rule by the side that made it.",
      "Find out who ended the call: an abort signal, a closed page or a client that went away. Call again if the answer is still wanted.",
    ],
    ru: [
      "Вызов отменён до завершения — как правило, той стороной, которая его начала.",
      "Выясните, кто прервал вызов: сигнал отмены, закрытая страница или отключившийся клиент. Если ответ ещё нужен, повторите вызов.",
    ],
  }),
  [Code.UNKNOWN]: providerRow({
    code: Code.UNKNOWN,
    who: ["provider"],
    en: [
      "Something failed, and the service did not say what kind of failure it was.",
      "Read the message and the causes, and report the error to the service with its request ids.",
    ],
    ru: [
      "Произошёл сбой, но какой именно, сервис не сообщил.",
      "Прочитайте сообщение и причины ошибки и сообщите о ней поддержке сервиса вместе с идентификаторами запроса.",
    ],
  }),
  [Code.INVALID_ARGUMENT]: providerRow({
    code: Code.INVALID_ARGUMENT,
    who: ["caller"],
    en: [
      "The request is wrong in itself, whatever state the service is in.",
      "Correct the arguments that the error names.",
    ],
    ru: [
      "Запрос ошибочен сам по себе, независимо от состояния сервиса.",
      "Исправьте параметры, на которые указывает ошибка.",
    ],
  }),
  [Code.DEADLINE_EXCEEDED]: providerRow({
    code: Code.DEADLINE_EXCEEDED,
    who: ["time", "caller"],
    en: [
      "The time for the call ran out before it was complete. A change may have been made all the same.",
      "Check whether the change was made, then try again; give the call more time if it keeps happening.",
    ],
    ru: [
      "Время на выполнение вызова истекло раньше, чем он завершился. Изменение при этом могло быть выполнено.",
      "Проверьте, выполнено ли изменение, и повторите вызов; если ошибка не исчезает, увеличьте время ожидания.",
    ],
  }),
  [Code.NOT_FOUND]: providerRow({
    code: Code.NOT_FOUND,
    who: ["caller"],
    en: [
      "What the request asks for does not exist, or is hidden from this caller.",
      "Check the name or id, and whether the resource was deleted or lives in another place.",
    ],
    ru: [
      "Запрошенный объект не существует или скрыт от вызывающей стороны.",
      "Проверьте имя или идентификатор, а также не удалён ли ресурс и не находится ли он в другом месте.",
    ],
  }),
  [Code.ALREADY_EXISTS]: providerRow({
    code: Code.ALREADY_EXISTS,
    who: ["caller"],
    en: [
      "What the request wanted to create is there already.",
      "Use the existing resource, or choose another name.",
    ],
    ru: [
      "Объект, который нужно было создать, уже существует.",
      "Используйте существующий ресурс или выберите другое имя.",
    ],
  }),
  [Code.PERMISSION_DENIED]: providerRow({
    code: Code.PERMISSION_DENIED,
    who: ["account-owner"],
    en: [
      "The service knows who calls, and this caller may not do that.",
      "Have the missing permission granted to this caller, or call with an account that has it.",
    ],
    ru: [
      "Сервис знает, кто обращается, но у этой учётной записи нет нужных прав.",
      "Попросите выдать этой учётной записи недостающие права или обратитесь от имени той, у которой они есть.",
    ],
  }),
  [Code.RESOURCE_EXHAUSTED]: providerRow({
    code: Code.RESOURCE_EXHAUSTED,
    who: ["time", "account-owner"],
    en: [
      "A limit is used up: a quota, a rate of requests or some other resource.",
      "Wait until the limit is free again and send less often; if it is always too small, have it raised.",
    ],
    ru: [
      "Исчерпан лимит: квота, частота запросов или другой ресурс.",
      "Дождитесь освобождения лимита и отправляйте запросы реже; если лимита постоянно не хватает, запросите его увеличение.",
    ],
  }),
  [Code.FAILED_PRECONDITION]: providerRow({
    code: Code.FAILED_PRECONDITION,
    who: ["caller"],
    en: [
      "The request is well formed, and the system is not in the state that it needs.",
      "Bring the system into the state that the error names, then call again; repeating alone does not help.",
    ],
    ru: [
      "Запрос составлен верно, но система не в том состоянии, которое для него нужно.",
      "Приведите систему в состояние, которое описано в ошибке, и повторите вызов; простой повтор не поможет.",
    ],
  }),
  [Code.ABORTED]: providerRow({
    code: Code.ABORTED,
    who: ["caller"],
    en: [
      "The call was broken off by a conflict with another one that ran at the same time.",
      "Start the whole sequence over: read the current state, apply the change, and write it again.",
    ],
    ru: [
      "Вызов прерван из-за конфликта с другим, выполнявшимся одновременно.",
      "Повторите всю последовательность с начала: прочитайте текущее состояние, внесите изменение и запишите его снова.",
    ],
  }),
  [Code.OUT_OF_RANGE]: providerRow({
    code: Code.OUT_OF_RANGE,
    who: ["caller"],
    en: [
      "The request goes beyond what there is now, such as reading past the end.",
      "Stay within the range that is valid at present; what lies outside may come to exist later.",
    ],
    ru: [
      "Запрос выходит за пределы того, что есть сейчас: например, чтение после конца файла.",
      "Оставайтесь в допустимом на данный момент диапазоне; позже он может стать шире.",
    ],
  }),
  [Code.UNIMPLEMENTED]: providerRow({
    code: Code.UNIMPLEMENTED,
    who: ["caller"],
    en: [
      "The service does not have this method, or has it switched off.",
      "Check the address, the path and the version of the API, and use a method that the service offers.",
    ],
    ru: [
      "Сервис не поддерживает этот метод, или метод отключён.",
      "Проверьте адрес, путь и версию API и используйте метод, который сервис поддерживает.",
    ],
  }),
  [Code.INTERNAL]: providerRow({
    code: Code.INTERNAL,
    who: ["provider"],
    en: [
      "Something that the service relies on is broken.",
      "Report the error to the service with its request ids.",
    ],
    ru: [
      "Внутри сервиса произошёл сбой.",
      "Сообщите об ошибке поддержке сервиса и приложите идентификаторы запроса.",
    ],
  }),
  [Code.UNAVAILABLE]: providerRow({
    code: Code.UNAVAILABLE,
    who: ["time"],
    en: [
      "The service cannot be reached or does not take calls at the moment.",
      "Wait a little and try again, with growing pauses; repeat only calls that may happen twice.",
    ],
    ru: [
      "Сервис сейчас недоступен или не принимает вызовы.",
      "Немного подождите и повторите вызов, увеличивая паузы; повторяйте только то, что можно безопасно выполнить дважды.",
    ],
  }),
  [Code.DATA_LOSS]: providerRow({
    code: Code.DATA_LOSS,
    who: ["provider"],
    en: [
      "Data is lost or damaged, and repeating anything does not bring it back.",
      "Stop writing to what is affected, report the error to the service, and restore from a backup.",
    ],
    ru: [
      "Данные потеряны или повреждены, и повтор их не вернёт.",
      "Прекратите запись в затронутые данные, сообщите об ошибке поддержке сервиса и восстановите данные из резервной копии.",
    ],
  }),
  [Code.UNAUTHENTICATED]: providerRow({
    code: Code.UNAUTHENTICATED,
    who: ["caller"],
    en: [
      "The request carries no valid proof of who is calling.",
      "Check that the key or token is sent, belongs to this service and has not expired; get a new one if need be.",
    ],
    ru: [
      "В запросе нет действительных данных для аутентификации.",
      "Проверьте, что ключ или токен передан, выдан для этого сервиса и не истёк; при необходимости получите новый.",
    ],
  }),
};
