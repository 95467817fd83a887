import { sha256Of } from '../../../src/foundation/digest.ts';
import { type CitedLines, writeCitedRows, writeDissentRows } from '../../../src/presentation/cited-lines.ts';
import { linesIn } from '../../../src/record/decisions/lines-now.ts';

interface Given {
  readonly status?: string;
  readonly sentence?: string;
  readonly dissents?: readonly string[];
  readonly commit?: string;
  /** Without line ends of Unix, as git writes on Windows. */
  readonly isOfWindows?: boolean;
}

/** The lines of a file that a decision cites, with their hash. */
export function citeLines(path: string, text: string, from: number, to = from): CitedLines {
  const lines = linesIn(text).slice(from - 1, to);
  if (lines.length !== to - from + 1) throw new Error(`${path} has no lines ${from} to ${to}`);
  return {
    path,
    from,
    to,
    sha256: sha256Of(lines.join('\n')),
    sentences: [1],
    says: `Rely on ${path}.`,
    because: `${path} says so.`,
  };
}

/** A record as it is published, with only what `check` reads. */
export function recordOn(cited: readonly CitedLines[], given: Given = {}): string {
  const { status = 'accepted', sentence = 'Keep the queue.', dissents = [], commit = 'c'.repeat(40) } = given;
  const text = [
    '---',
    `status: "${status}"`,
    ...writeCitedRows({ commit }, cited),
    ...writeDissentRows(dissents),
    '---',
    '',
    '# The queue',
    '',
    '## Decision Outcome',
    '',
    `**${sentence}**`,
    '',
  ].join('\n');
  return given.isOfWindows ? text.replaceAll('\n', '\r\n') : text;
}
