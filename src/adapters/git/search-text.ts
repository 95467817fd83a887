import type { RepositoryInput } from '../../runtime/repository-tools.ts';
import { type Answer, answered, type Call, fitting, refused } from './call.ts';
import { createMatchReader, type Match } from './match-reader.ts';
import { showPath } from './path-name.ts';
import { count, counted, printable } from './printable.ts';
import { describeOther } from './read-file.ts';
import { type Located, resolvePath } from './resolve-path.ts';
import {
  findInLine,
  grepArguments,
  looksLikeExpression,
  parsePattern,
  type SearchPattern,
} from './search-pattern.ts';
import { isSecretFile, withheld, withoutKey } from './secret-file.ts';

/** Matches of one file that are shown when a folder is searched, so that one file does not hide the others. */
const MATCHES_PER_FILE = 20;
/** Bytes of a matching line that are looked at. */
const LINE_BYTES = 1024 * 1024;
const FILES_NAMED = 10;

/** Finds lines by plain text in the pinned commit's text files. */
export async function searchText(call: Call, input: RepositoryInput<'search_text'>): Promise<Answer> {
  const parsed = parsePattern(input.pattern, input.ignoreCase);
  if (!parsed.ok) return refused(parsed.reason);
  const resolution = await resolvePath(call, input.path);
  if (!resolution.found) return resolution.answer;
  const { located } = resolution;
  if (located.kind === 'link' || located.kind === 'submodule') return await describeOther(call.git, located);
  if (isSecretFile(located.path)) return withheld(located.shown);
  const found = await collect(call, located, parsed.pattern);
  return show(located, input.pattern, found);
}

interface ShownMatch {
  readonly path: string;
  readonly text: string;
}

interface Found {
  readonly shown: readonly ShownMatch[];
  /** Matches by file, shown or not. */
  readonly files: ReadonlyMap<string, number>;
  readonly total: number;
  /** Files with matches of which nothing is shown. */
  readonly withheld: ReadonlySet<string>;
  /** Whether the search went through everything. */
  readonly complete: boolean;
}

async function collect(call: Call, located: Located, pattern: SearchPattern): Promise<Found> {
  const { bounds } = call;
  const shown: ShownMatch[] = [];
  const files = new Map<string, number>();
  const secret = new Set<string>();
  let total = 0;
  const perFile = located.kind === 'file' ? bounds.matches : MATCHES_PER_FILE;
  const reader = createMatchReader(LINE_BYTES, (match) => {
    const { text } = match;
    const begin = findInLine(pattern, text);
    if (begin === -1 || total >= bounds.countedMatches) return;
    const path = showPath(pathOf(match, located));
    if (isSecretFile(pathOf(match, located))) {
      secret.add(path);
      return;
    }
    const inFile = files.get(path) ?? 0;
    files.set(path, inFile + 1);
    total += 1;
    if (shown.length >= bounds.matches || inFile >= perFile) return;
    shown.push({ path, text: `${path}:${match.line}: ${excerpt(text, begin, bounds.lineCharacters)}` });
  });
  let size = 0;
  const end = await call.git.stream(
    ['grep', ...GREP_OPTIONS, ...grepArguments(pattern), located.id],
    (chunk) => {
      reader(chunk);
      size += chunk.length;
      return total >= bounds.countedMatches || size > bounds.listBytes ? 'enough' : 'more';
    },
    { successCodes: [0, 1] },
  );
  const fit = fitting(
    shown.map((match) => match.text),
    bounds.answerCharacters,
  ).length;
  return { shown: shown.slice(0, fit), files, total, withheld: secret, complete: end.exitCode !== null };
}

/** `-I`: binary files are left out. The others undo what a repository's configuration may have switched on. */
const GREP_OPTIONS = [
  '-I',
  '-n',
  '-z',
  '--full-name',
  '--no-color',
  '--no-column',
  '--no-textconv',
  '--no-recurse-submodules',
];

function pathOf(match: Match, located: Located): string {
  if (located.kind === 'file') return located.path;
  const within = match.name.slice(located.id.length + 1);
  return located.path === '' ? within : `${located.path}/${within}`;
}

/** The line, or the part of a long line that holds the match. */
function excerpt(text: string, begin: number, maxCharacters: number): string {
  const line = withoutKey(printable(text.replace(/\r$/, '')));
  if (line.length <= maxCharacters) return line;
  const from = Math.max(0, Math.min(begin - Math.floor(maxCharacters / 4), line.length - maxCharacters));
  const part = line.slice(from, from + maxCharacters).toWellFormed();
  const after = from + maxCharacters < line.length ? ' …]' : '';
  return `${from > 0 ? '[… ' : ''}${part}${after} [line of ${count(line.length)} characters]`;
}

function show(located: Located, given: string, found: Found): Answer {
  const place = located.shown === '' ? 'the repository' : located.shown;
  const wanted = printable(given);
  const hidden =
    found.withheld.size === 0
      ? []
      : [
          `[withheld, because by their names they hold keys or passwords: ${[...found.withheld].slice(0, FILES_NAMED).join(', ')}]`,
        ];
  if (found.total === 0) {
    const none = `No line in ${place} has ${wanted}.${found.complete ? '' : ' Not everything was searched: narrow the path.'}`;
    const hint =
      'The pattern is plain text: only | and .* are special; brackets, ^, $, + and ? stand for themselves.';
    return answered(none, ...(looksLikeExpression(given) ? [hint] : []), ...hidden);
  }
  const total = `${found.complete ? '' : 'more than '}${counted(found.total, 'match')}`;
  const header = `${total} in ${counted(found.files.size, 'file')} for ${wanted} in ${place}; cite as PATH:LINE`;
  const left = found.total - found.shown.length;
  const rest = left === 0 && found.complete ? [] : [describeRest(found, left)];
  return answered(header, ...found.shown.map((match) => match.text), ...rest, ...hidden);
}

function describeRest(found: Found, left: number): string {
  const shownIn = (path: string) => found.shown.filter((match) => match.path === path).length;
  const hidden = [...found.files]
    .map(([path, matches]) => ({ path, left: matches - shownIn(path) }))
    .filter((file) => file.left > 0)
    .sort((one, other) => other.left - one.left)
    .slice(0, FILES_NAMED)
    .map((file) => `${file.path} (${count(file.left)})`);
  const where = hidden.length === 0 ? '' : `, most of them in ${hidden.join(', ')}`;
  const amount = `${found.complete ? '' : 'more than '}${counted(left, 'more match')}`;
  return `[… ${amount}${where}; narrow the path, or search for more text]`;
}
