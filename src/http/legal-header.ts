const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Whether HTTP can carry a header of this name and value. Node and `Response` throw for any other, in place of
 * an answer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5
 */
export function isLegalHeader(name: string, value: string): boolean {
  return NAME.test(name) && VALUE.test(value);
}
