import { Code } from "../status/code.js";
import type { Provider } from "./provider.js";
import { providerRow } from "./provider-row.js";
import { yandexDocs } from "./yandex-docs.js";
import { yandexLinks } from "./yandex-links.js";

/**
 * Yandex AI Studio, which was Foundation Models: generation of text and images, synchronous, streamed and
 * asynchronous. Its messages change with the models, so the code and the status are what to go by.
 *
 * @see https://aistudio.yandex.ru/docs/en/ai-studio/troubleshooting/error-codes
 */
export const yandexAiStudio: Provider = {
  id: "yandex-ai-studio",
  title: { en: "Yandex AI Studio", ru: "Yandex AI Studio" },
  hosts: [
    "llm.api.cloud.yandex.net",
    "ai.api.cloud.yandex.net",
    "rest-assistant.api.cloud.yandex.net",
  ],
  dialects: ["grpc-gateway-v1-stream", "google-status", "operation", "grpc-headers", "openai"],
  domains: [],
  marks: {
    types: [
      "yandex.cloud.ai.foundation_models",
      "yandex.cloud.ai.assistants",
      "yandex.cloud.ai.files",
      "yandex.cloud.ai.tuning",
      "yandex.cloud.ai.dataset",
    ],
    quotas: [
      "ai.textGeneration",
      "ai.textEmbedding",
      "ai.textClassification",
      "ai.imageGeneration",
      "ai.imageEmbedding",
      "ai.imageClassification",
    ],
    // YandexGPT's completion, streamed or not.
    dialects: ["grpc-gateway-v1-stream"],
    links: ["aistudio.yandex.ru", ...yandexDocs("foundation-models", "ai-studio", "yandexgpt")],
  },
  spellings: {},
  rows: [
    providerRow({
      code: Code.OK,
      who: ["nobody"],
      en: ["The request is done.", "There is nothing to do."],
      ru: ["Запрос выполнен.", "Делать ничего не нужно."],
    }),
    providerRow({
      code: Code.INVALID_ARGUMENT,
      who: ["caller"],
      en: [
        "The model cannot take the request: a wrong model URI, a prompt over the limit, a parameter out of its values, or a breach of YandexART's content rules.",
        "Check the format of the request: first the model URI with its folder ID, then the length of the prompt, the parameters, and for YandexART the content.",
      ],
      ru: [
        "Модель не может принять запрос: неверный URI модели, слишком длинный промпт, недопустимое значение параметра или нарушение правил YandexART.",
        "Проверьте формат запроса: сначала URI модели с идентификатором каталога, затем длину промпта, значения параметров, а для YandexART — содержание.",
      ],
    }),
    providerRow({
      code: Code.DEADLINE_EXCEEDED,
      who: ["time"],
      en: [
        "The request timed out: the network between client and service is at fault.",
        "Send the request again; if that does not help, write to support.",
      ],
      ru: [
        "Время ожидания ответа истекло из-за проблем с сетью между клиентом и сервисом.",
        "Отправьте запрос ещё раз; если это не поможет, обратитесь в поддержку.",
      ],
    }),
    providerRow({
      code: Code.PERMISSION_DENIED,
      who: ["account-owner"],
      en: [
        "The account has no right to use the model.",
        "Grant the service account the roles it needs. A model given on request has to be asked for first; for one tuned in DataSphere, make the account a member of the project that holds it.",
      ],
      ru: [
        "У аккаунта недостаточно прав для работы с моделью.",
        "Назначьте сервисному аккаунту нужные роли. Если модель предоставляется по запросу, сначала получите к ней доступ; если она дообучена в DataSphere, добавьте аккаунт в участники проекта, где она хранится.",
      ],
    }),
    providerRow({
      code: Code.RESOURCE_EXHAUSTED,
      who: ["time", "provider"],
      en: [
        "A quota is exceeded.",
        "Wait, if the quota is one that renews itself. Otherwise ask support for more, and name the model, its mode and the quota.",
      ],
      ru: [
        "Превышена квота.",
        "Подождите, если квота восстанавливается со временем. Если нет — запросите её увеличение в поддержке и укажите модель, режим работы и название квоты.",
      ],
    }),
    providerRow({
      code: Code.UNIMPLEMENTED,
      who: ["provider"],
      en: [
        "The service cannot do this, and the cause is on its side.",
        "Write to support and give the request ID.",
      ],
      ru: [
        "Сервис не может выполнить запрос, причина на его стороне.",
        "Обратитесь в поддержку и укажите идентификатор запроса.",
      ],
    }),
    providerRow({
      code: Code.INTERNAL,
      who: ["provider"],
      en: ["Something broke inside the service.", "Write to support and give the request ID."],
      ru: [
        "Внутри сервиса произошёл сбой.",
        "Обратитесь в поддержку и укажите идентификатор запроса.",
      ],
    }),
    providerRow({
      code: Code.UNAVAILABLE,
      who: ["time"],
      en: [
        "The service is out of reach at the moment.",
        "Try again; if it lasts, look at the status page.",
      ],
      ru: [
        "Сервис сейчас недоступен.",
        "Повторите запрос; если сервис не отвечает дольше, проверьте страницу статуса.",
      ],
    }),
    providerRow({
      code: Code.UNAUTHENTICATED,
      who: ["caller"],
      en: [
        "The service does not accept the credentials.",
        "Check that you call with the right account, API key and IAM token, and get a new token if it has expired.",
      ],
      ru: [
        "Сервис не принимает данные авторизации.",
        "Проверьте, что аккаунт, API-ключ и IAM-токен указаны верно, и получите новый токен, если прежний истёк.",
      ],
    }),
  ],
  links: [
    {
      url: "https://aistudio.yandex.ru/docs/en/ai-studio/troubleshooting/error-codes",
      translations: { ru: "https://yandex.cloud/ru/docs/ai-studio/troubleshooting/error-codes" },
      title: { en: "Error codes of Yandex AI Studio", ru: "Коды ошибок Yandex AI Studio" },
    },
    ...yandexLinks,
  ],
};
