/** V8's stack control, which other engines may lack. */
type StackControl = {
  captureStackTrace?: (target: object, above: unknown) => void;
  stackTraceLimit?: number | undefined;
};

const control = Error as StackControl;

/**
 * Switches the capture of stacks off, since V8 takes one in `Error`'s constructor whose first line cannot
 * be changed later without formatting all of it. {@link captureStack} takes another.
 *
 * @returns the limit to give to {@link resumeStackCapture}; `undefined` where nothing was changed.
 */
export function pauseStackCapture(): number | undefined {
  const limit = control.stackTraceLimit;
  if (control.captureStackTrace === undefined || limit === undefined) return undefined;
  // Reflect.set: under frozen intrinsics an assignment would throw. Not 0: V8 would then format the
  // line that is left when the property is redefined.
  return Reflect.set(control, "stackTraceLimit", undefined) ? limit : undefined;
}

export function resumeStackCapture(limit: number | undefined): void {
  if (limit !== undefined) Reflect.set(control, "stackTraceLimit", limit);
}

/**
 * Gives `error` a stack whose first line reads `RpcError [NOT_FOUND]: message`, as Node's own errors
 * show their codes. It is formatted when it is first read.
 *
 * @param above - the function whose frame, and all above it, are left out.
 */
export function captureStack(error: Error, title: string, above: unknown): void {
  if (control.captureStackTrace === undefined) return;
  const holder: { name: string; message: string; stack?: string } = {
    name: title,
    message: error.message,
  };
  control.captureStackTrace(holder, above);
  Object.defineProperty(error, "stack", {
    configurable: true,
    get: () => holder.stack,
    set: (stack: string) => {
      holder.stack = stack;
    },
  });
}
