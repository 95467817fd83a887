import { countOf, groupDigits } from '../../core/vocabulary/figures.ts';
import { No } from '../../foundation/no.ts';
import { REPOSITORY_BOUNDS, type RepositoryInput } from '../../ports/repository-tools.ts';
import {
  makeAnswer,
  makeRefusedAnswer,
  type RepositoryAnswer,
  type RepositoryCall,
  takeFitting,
} from './call.ts';
import { type FileLines, readLines } from './read-lines.ts';
import { type Located, resolveFile } from './resolve-path.ts';

/** Numbered lines, below a header that says how to cite them. */
export async function readFile(
  call: RepositoryCall,
  input: RepositoryInput<'read_file'>,
): Promise<RepositoryAnswer> {
  const file = await resolveFile(call, input.path);
  if (file.kind !== 'it') return makeRefusedAnswer(file.text);
  const { located } = file;
  const window = await readWindow(call, located, input, REPOSITORY_BOUNDS.readLines.default);
  return window instanceof No
    ? window.why
    : showWindow(call, located, window.fromLine, window.file);
}

/** The wanted lines, or the answer that says why there are none. */
export async function readWindow(
  { git, bounds }: RepositoryCall,
  located: Located,
  input: { readonly fromLine: number; readonly lines: number },
  defaultLines: number,
): Promise<{ readonly file: FileLines; readonly fromLine: number } | No<RepositoryAnswer>> {
  const fromLine = Math.max(1, input.fromLine);
  const file = await readLines(git, located.id, fromLine, input.lines || defaultLines, bounds);
  if (file.kind === 'not_here') return new No(makeRefusedAnswer(file.text));
  if (file.binary) return new No(makeAnswer(describeBinary(located)));
  if (file.total === 0) return new No(makeAnswer(`${located.path} is empty.`));
  if (file.lines.length === 0)
    return new No(makeRefusedAnswer(describeEnd(located, fromLine, file)));
  return { file, fromLine };
}

export function describeBinary({ path }: Located): string {
  return `${path} is a binary file, or in UTF-16; its content is not shown.`;
}

export function describeEnd(located: Located, fromLine: number, file: FileLines): string {
  const place = `Line ${groupDigits(fromLine)} of ${located.path}`;
  if (file.total === 0) return `${located.path} is empty.`;
  if (file.complete) return `${place} does not exist: the file has ${countOf(file.total, 'line')}.`;
  return `${place} is too far into a huge file: lines up to ${groupDigits(file.total)} can be read.`;
}

function showWindow(
  { bounds }: RepositoryCall,
  located: Located,
  fromLine: number,
  file: FileLines,
): RepositoryAnswer {
  const numbered = file.lines.map((line, index) => `${fromLine + index}: ${line}`);
  const shown = takeFitting(numbered, bounds.answerCharacters);
  const lastLine = fromLine + shown.length - 1;
  const total = `${file.complete ? '' : 'more than '}${groupDigits(file.total)}`;
  const header = `${located.path}, lines ${fromLine}-${lastLine} of ${total}; cite as ${located.path}:LINE`;
  const notes: string[] = [];
  if (file.otherEncoding) notes.push('[not UTF-8: bytes of another encoding are shown as \ufffd]');
  const left = file.total - lastLine;
  if (left > 0 || !file.complete) {
    const more = `${file.complete ? '' : 'more than '}${countOf(left, 'more line')}`;
    notes.push(`[… ${more}; read on with fromLine ${lastLine + 1}]`);
  }
  return makeAnswer(header, ...shown, ...notes);
}
