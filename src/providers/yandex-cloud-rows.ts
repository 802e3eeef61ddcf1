import { Code } from "../status/code.js";
import type { ProviderRow } from "./provider.js";
import { providerRow } from "./provider-row.js";

/**
 * The errors that all services of Yandex Cloud have in common, Translate among them.
 *
 * @see https://yandex.cloud/docs/api-design-guide/concepts/errors
 */
export const yandexCloudRows: readonly ProviderRow[] = [
  providerRow({
    code: Code.CANCELLED,
    who: ["caller"],
    en: [
      "The client side broke the call off.",
      "Find out what ended the call on your side: an abort, a stopped process or a closed connection. Call again if the answer is still needed.",
    ],
    ru: [
      "Вызов прерван на стороне клиента.",
      "Выясните, что прервало вызов на вашей стороне: отмена, закрытое соединение или остановленный процесс. Если ответ ещё нужен, повторите вызов.",
    ],
  }),
  providerRow({
    code: Code.UNKNOWN,
    who: ["provider"],
    en: [
      "The service failed and does not say why.",
      "Write to support and give the request ID; the message may hold a first clue.",
    ],
    ru: [
      "В сервисе произошла ошибка, причина которой не указана.",
      "Обратитесь в поддержку и укажите идентификатор запроса; подсказка может быть в тексте сообщения.",
    ],
  }),
  providerRow({
    code: Code.INVALID_ARGUMENT,
    who: ["caller"],
    en: [
      "The request has wrong parameters; which ones stands in its details.",
      "Correct the parameters that the details name.",
    ],
    ru: [
      "В запросе указаны неверные параметры; какие именно, сказано в поле details.",
      "Исправьте параметры, перечисленные в details.",
    ],
  }),
  providerRow({
    code: Code.DEADLINE_EXCEEDED,
    who: ["time", "caller"],
    en: [
      "The server took too long to answer. What the call was to change may have been changed.",
      "Check whether the change was made, then try again; if it keeps happening, allow more time.",
    ],
    ru: [
      "Сервер не успел ответить вовремя. При этом изменение, которое должен был внести вызов, могло быть внесено.",
      "Проверьте, внесено ли изменение, и повторите запрос; если ошибка не исчезает, увеличьте время ожидания.",
    ],
  }),
  providerRow({
    code: Code.NOT_FOUND,
    who: ["caller"],
    en: [
      "There is no such resource.",
      "Check the ID in the request, and whether the resource was deleted or belongs to another folder.",
    ],
    ru: [
      "Такого ресурса нет.",
      "Проверьте идентификатор в запросе, а также не удалён ли ресурс и не находится ли он в другом каталоге.",
    ],
  }),
  providerRow({
    code: Code.ALREADY_EXISTS,
    who: ["caller"],
    en: [
      "The resource that is to be created exists already.",
      "Use the resource that exists, or give the new one another name.",
    ],
    ru: [
      "Ресурс, который нужно создать, уже существует.",
      "Используйте существующий ресурс или дайте новому другое имя.",
    ],
  }),
  providerRow({
    code: Code.PERMISSION_DENIED,
    who: ["account-owner"],
    en: [
      "The caller lacks a permission that the operation needs.",
      "Have a role with this permission granted to the account that calls, for the resource, its folder or its cloud.",
    ],
    ru: [
      "У вызывающей стороны нет прав, необходимых для операции.",
      "Попросите назначить вашему аккаунту роль с нужным разрешением на ресурс, каталог или облако.",
    ],
  }),
  providerRow({
    code: Code.RESOURCE_EXHAUSTED,
    who: ["time", "account-owner"],
    en: [
      "The limit of requests is exceeded.",
      "Wait and send requests less often; if the quota is too small for the work, ask for a larger one.",
    ],
    ru: [
      "Превышен лимит запросов.",
      "Подождите и отправляйте запросы реже; если квоты не хватает для ваших задач, запросите её увеличение.",
    ],
  }),
  providerRow({
    code: Code.FAILED_PRECONDITION,
    who: ["caller"],
    en: [
      "A condition of the operation does not hold: for example, the folder to be deleted still has something in it, or rmdir was called on what is no folder.",
      "Bring the resource into the state that the operation needs, such as emptying the folder, then call again.",
    ],
    ru: [
      "Не выполнено условие операции: например, удаляемый каталог не пуст или команда rmdir вызвана не для каталога.",
      "Приведите ресурс в нужное для операции состояние, например очистите каталог, и повторите вызов.",
    ],
  }),
  providerRow({
    code: Code.ABORTED,
    who: ["caller"],
    en: [
      "Calls got in each other's way: commands came in the wrong order, or a transaction was broken off.",
      "Read the current state and start the whole sequence over, one change at a time.",
    ],
    ru: [
      "Одновременные вызовы помешали друг другу: нарушен порядок команд или прервана транзакция.",
      "Прочитайте текущее состояние и повторите всю последовательность с начала, внося изменения по одному.",
    ],
  }),
  providerRow({
    code: Code.OUT_OF_RANGE,
    who: ["caller"],
    en: [
      "The request leaves the valid range, such as reading or seeking past the end of a file.",
      "Keep positions and page limits within what exists now.",
    ],
    ru: [
      "Запрос выходит за допустимые границы: например, чтение или поиск после конца файла.",
      "Укажите позицию или диапазон в пределах существующих данных.",
    ],
  }),
  providerRow({
    code: Code.UNIMPLEMENTED,
    name: "NOT_IMPLEMENTED",
    who: ["caller"],
    en: [
      "The service does not support this operation.",
      "Use another method: the API reference of the service lists those it has.",
    ],
    ru: [
      "Сервис не поддерживает эту операцию.",
      "Используйте другой метод: поддерживаемые перечислены в справочнике API сервиса.",
    ],
  }),
  providerRow({
    code: Code.INTERNAL,
    who: ["provider"],
    en: [
      "A technical fault on the server's side, such as a lack of computing resources.",
      "Write to support and give the request ID; the request itself need not change.",
    ],
    ru: [
      "Техническая неисправность на стороне сервера: например, не хватило вычислительных ресурсов.",
      "Обратитесь в поддержку и укажите идентификатор запроса; сам запрос менять не нужно.",
    ],
  }),
  providerRow({
    code: Code.UNAVAILABLE,
    who: ["time"],
    en: [
      "The service is out of reach at the moment.",
      "Try again after a few seconds; if it lasts, look at the status page.",
    ],
    ru: [
      "Сервис сейчас недоступен.",
      "Повторите запрос через несколько секунд; если сервис не отвечает дольше, проверьте страницу статуса.",
    ],
  }),
  providerRow({
    code: Code.DATA_LOSS,
    who: ["provider"],
    en: [
      "Data is lost or damaged for good.",
      "Write to support at once with the request ID, and restore what you can from a backup.",
    ],
    ru: [
      "Данные безвозвратно потеряны или повреждены.",
      "Сразу обратитесь в поддержку, указав идентификатор запроса, и восстановите данные из резервной копии.",
    ],
  }),
  providerRow({
    code: Code.UNAUTHENTICATED,
    who: ["caller"],
    en: [
      "The request has to prove who is calling: its IAM token or API key is missing, invalid or expired.",
      "Get a new IAM token or check the API key, and send it in the Authorization header.",
    ],
    ru: [
      "Для запроса нужна аутентификация: IAM-токен или API-ключ не передан, недействителен или истёк.",
      "Получите новый IAM-токен или проверьте API-ключ и передайте его в заголовке Authorization.",
    ],
  }),
];
