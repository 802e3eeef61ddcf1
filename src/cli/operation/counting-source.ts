import type { OperationSource } from "../../operation/operation-source.js";

/** A source that counts its polls. */
export type CountingSource = OperationSource & { readonly polls: number };

/** Gives a source whose polls are counted. */
export function countingSource({ get, wait, cancel }: OperationSource): CountingSource {
  let polls = 0;
  const counted =
    (poll: OperationSource["get"]): OperationSource["get"] =>
    (id, context) => {
      polls++;
      return poll(id, context);
    };
  return {
    get polls() {
      return polls;
    },
    get: counted(get),
    ...(wait && { wait: counted(wait) }),
    ...(cancel && { cancel }),
  };
}
