/** What the library's database throws for a book that is there already. */
export class DuplicateBook extends Error {
  override readonly name = "DuplicateBook";
}
