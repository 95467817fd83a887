import { countOf, groupDigits, utcDayOf } from '../../core/vocabulary/figures.ts';
import { No } from '../../foundation/no.ts';
import { REPOSITORY_BOUNDS, type RepositoryInput } from '../../ports/repository-tools.ts';
import {
  makeAnswer,
  makeRefusedAnswer,
  type RepositoryAnswer,
  type RepositoryCall,
  shortenCommit,
  takeFitting,
} from './call.ts';
import { makeVisible } from './printable.ts';
import { readWindow } from './read-file.ts';
import { type CommitSummary, summarise } from './read-history.ts';
import { resolveFile } from './resolve-path.ts';

export async function blameFile(
  call: RepositoryCall,
  input: RepositoryInput<'blame_file'>,
): Promise<RepositoryAnswer> {
  const { git, bounds } = call;
  const resolution = await resolveFile(call, input.path);
  if (resolution.kind !== 'it') return makeRefusedAnswer(resolution.text);
  const { located } = resolution;
  // Git fails for lines past the end, so count them first.
  const window = await readWindow(call, located, input, REPOSITORY_BOUNDS.blameLines.default);
  if (window instanceof No) return window.why;
  const { file, fromLine } = window;
  const output = await git.read(
    [
      'blame',
      ...BLAME_OPTIONS,
      `-L${fromLine},+${file.lines.length}`,
      call.commit,
      '--',
      located.path,
    ],
    bounds.listBytes,
  );
  if (output.kind === 'not_here') return makeRefusedAnswer(output.text);
  const { lines, commits } = parsePorcelain(output.bytes, file.lines);
  const shown = takeFitting(lines, bounds.answerCharacters);
  const lastLine = fromLine + shown.length - 1;
  const header = `${located.path}, lines ${fromLine}-${lastLine} of ${file.complete ? '' : 'more than '}${groupDigits(file.total)}, each with the commit that changed it last; cite as ${located.path}:LINE`;
  const left = file.total - lastLine;
  const rest =
    left > 0 ? [`[… ${countOf(left, 'more line')}; go on with fromLine ${lastLine + 1}]`] : [];
  const shallow = call.shallow
    ? ['[this is a shallow clone: its oldest commit stands in for all earlier ones]']
    : [];
  return makeAnswer(header, ...shown, ...rest, 'Commits:', ...commits, ...shallow);
}

const BLAME_OPTIONS = ['--porcelain', '--encoding=UTF-8'];

interface Blame {
  readonly lines: readonly string[];
  readonly commits: readonly string[];
}

/**
 * Parses porcelain output: for each line `id original final [count]`, then the commit's facts on
 * its first mention, then the text after a tab, which is shown as it was read.
 */
function parsePorcelain(bytes: Buffer, texts: readonly string[]): Blame {
  const lines: string[] = [];
  const commits = new Map<string, Omit<CommitSummary, 'body'>>();
  let id = '';
  let lineNumber = '';
  // In Latin-1 each byte is a character. After the last line feed there is nothing, or a line that
  // was cut off.
  for (const line of bytes.toString('latin1').split('\n').slice(0, -1)) {
    if (line.startsWith('\t')) {
      lines.push(`${lineNumber}: ${shortenCommit(id)} ${texts[lines.length]}`);
      continue;
    }
    const [key = '', ...words] = Buffer.from(line, 'latin1').toString('utf8').split(' ');
    if (/^[0-9a-f]{40,64}$/.test(key)) {
      id = key;
      lineNumber = words[1] ?? '';
    } else commits.set(id, addFact(commits.get(id) ?? { id, ...UNKNOWN }, key, words.join(' ')));
  }
  return { lines, commits: [...commits.values()].map(summarise) };
}

const UNKNOWN = { date: 'undated', author: 'unknown', subject: '' };

function addFact(
  commit: Omit<CommitSummary, 'body'>,
  key: string,
  value: string,
): Omit<CommitSummary, 'body'> {
  if (key === 'author') return { ...commit, author: makeVisible(value) };
  if (key === 'summary') return { ...commit, subject: makeVisible(value) };
  if (key === 'author-time') return { ...commit, date: dayOf(Number(value)) };
  return commit;
}

/** The day in UTC. A commit can contain any number of seconds. */
function dayOf(seconds: number): string {
  const at = seconds * 1_000;
  return Number.isNaN(new Date(at).getTime()) ? 'undated' : utcDayOf(at);
}
