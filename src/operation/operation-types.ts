import type { DescMessage, DescMethod, Registry } from "@bufbuild/protobuf";
import type { OperationSchemas } from "./method-schemas.js";

/** How the types of what an operation holds are found: by schema, by the method's option, by a registry. */
export interface OperationTypes<
  Response extends DescMessage = DescMessage,
  Metadata extends DescMessage = DescMessage,
> extends OperationSchemas<Response, Metadata> {
  /**
   * The method that started the operation. Its option `yandex.cloud.api.operation` or
   * `google.longrunning.operation_info` names the types; see `schemasOfMethod`.
   */
  readonly method?: DescMethod | undefined;
  /** Where other types are found, by the type URL that came. Protobuf's own are always known. */
  readonly registry?: Registry | undefined;
}
