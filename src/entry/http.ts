export {
  codeFromHttpStatus,
  type HttpStatusFamily,
  httpStatusFromCode,
} from "../status/http-status.js";
