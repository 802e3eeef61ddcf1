import { restOperations } from "rpc-status/operation";
import { authorization } from "./token.js";

export const source = restOperations({
  url: process.env.OPERATIONS_URL ?? "https://operation.api.cloud.yandex.net",
  headers: async () => ({ authorization: await authorization() }), // for each poll
});
