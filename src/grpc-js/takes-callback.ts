/**
 * Whether a handler can answer through a callback: `undefined` where its own text does not tell, since
 * `(...args)`, `arguments` and functions without a text hide what they take.
 */
export function takesCallback(handler: (...args: never[]) => unknown): boolean | undefined {
  if (handler.length > 1) return true;
  const text = Function.prototype.toString.call(handler);
  return /\.\.\.|\barguments\b|\[native code\]/.test(text) ? undefined : false;
}
