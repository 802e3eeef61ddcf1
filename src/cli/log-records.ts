/** What belongs together in a log: a line, and those below it that go on with it. */
export interface LogRecord {
  readonly text: string;
  /** Number of its first line, from 1. */
  readonly line: number;
}

/** Lines of a stack, of an object that was printed, of another error's cause: what begins nothing new. */
const GOES_ON = /^(?:$|\s|[}\])>]|Caused by: |for call at$)/;

/** The records of a log, from the top. */
export function* logRecords(text: string): Iterable<LogRecord> {
  let lines: string[] = [];
  let first = 1;
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    if (lines.length > 0 && !GOES_ON.test(line)) {
      yield { text: lines.join("\n"), line: first };
      lines = [];
    }
    if (lines.length === 0) first = number;
    lines.push(line);
  }
  yield { text: lines.join("\n"), line: first };
}

/** The lines of a text, without holding them all. */
export function* linesOf(text: string): Iterable<string> {
  for (let at = 0; at <= text.length; ) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(at, end);
    at = end + 1;
  }
}
