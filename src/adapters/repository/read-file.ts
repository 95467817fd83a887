import { countOf, groupDigits } from '../../core/vocabulary/figures.ts';
import { REPOSITORY_BOUNDS, type RepositoryInput } from '../../ports/repository-tools.ts';
import { type Answer, type Call, makeAnswer, makeRefusal, takeFitting } from './call.ts';
import { type FileLines, readLines } from './read-lines.ts';
import { describeOther, type Located, resolvePath } from './resolve-path.ts';
import { isSecretFile, withhold } from './secret-file.ts';

/** Numbered lines, below a header that says how to cite them. */
export async function readFile(call: Call, input: RepositoryInput<'read_file'>): Promise<Answer> {
  const resolution = await resolvePath(call, input.path);
  if (!resolution.found) return resolution.answer;
  const { located } = resolution;
  if (located.kind !== 'file') return await describeOther(call.git, located);
  const window = await readWindow(call, located, input, REPOSITORY_BOUNDS.readLines.default);
  return 'ok' in window ? window : showWindow(call, located, window.fromLine, window.file);
}

/** The wanted lines, or an answer that says why there are none. */
export async function readWindow(
  { git, bounds }: Call,
  located: Located,
  input: { readonly fromLine: number; readonly lines: number },
  defaultLines: number,
): Promise<Answer | { readonly file: FileLines; readonly fromLine: number }> {
  if (isSecretFile(located.path)) return withhold(located.path);
  const fromLine = Math.max(1, input.fromLine);
  const file = await readLines(git, located.id, fromLine, input.lines || defaultLines, bounds);
  if (file.binary) return makeAnswer(describeBinary(located));
  if (file.total === 0) return makeAnswer(`${located.path} is empty.`);
  return file.lines.length === 0 ? refuseBeyondEnd(located, fromLine, file) : { file, fromLine };
}

export function describeBinary({ path }: Located): string {
  return `${path} is a binary file; its content is not shown.`;
}

export function refuseBeyondEnd(located: Located, fromLine: number, file: FileLines): Answer {
  const place = `Line ${groupDigits(fromLine)} of ${located.path}`;
  if (file.total === 0) return makeRefusal(`${located.path} is empty.`);
  if (file.complete)
    return makeRefusal(`${place} does not exist: the file has ${countOf(file.total, 'line')}.`);
  return makeRefusal(
    `${place} is too far into a huge file: lines up to ${groupDigits(file.total)} can be read.`,
  );
}

function showWindow({ bounds }: Call, located: Located, fromLine: number, file: FileLines): Answer {
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
