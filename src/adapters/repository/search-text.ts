import { countOf, groupDigits } from '../../core/vocabulary/figures.ts';
import { cutPart } from '../../foundation/cut-text.ts';
import { No } from '../../foundation/no.ts';
import type { RepositoryInput } from '../../ports/repository-tools.ts';
import {
  makeAnswer,
  makeRefusedAnswer,
  type RepositoryAnswer,
  type RepositoryCall,
  takeFitting,
} from './call.ts';
import { showPath } from './path-name.ts';
import { makeVisible } from './printable.ts';
import { createCollector } from './process.ts';
import { describeOther, type Located, resolvePath } from './resolve-path.ts';
import {
  findInLine,
  grepArguments,
  looksLikeExpression,
  parsePattern,
  type SearchPattern,
} from './search-pattern.ts';
import { hideKey, isSecretFile, withhold } from './secret-file.ts';

/** Matches to show per file in a folder, so that one file does not hide the others. */
const MATCHES_PER_FILE = 20;
/** Bytes of a matching line to examine. */
const LINE_BYTES = 1024 * 1024;
/** Lines to read for each counted match: a line with the pieces in another order is no match. */
const LINES_PER_MATCH = 10;
const LINE_FEED = 0x0a;
const FILES_NAMED = 10;

export async function searchText(
  call: RepositoryCall,
  input: RepositoryInput<'search_text'>,
): Promise<RepositoryAnswer> {
  const pattern = parsePattern(input.pattern, input.ignoreCase);
  if (pattern instanceof No) return makeRefusedAnswer(pattern.why);
  const resolution = await resolvePath(call, input.path);
  if (resolution.kind !== 'it') return makeRefusedAnswer(resolution.text);
  const { located } = resolution;
  if (located.kind === 'link' || located.kind === 'submodule')
    return makeRefusedAnswer((await describeOther(call.git, located)).text);
  if (isSecretFile(located.path)) return makeRefusedAnswer(withhold(located.path).text);
  const found = await collect(call, located, pattern);
  return show(located, input.pattern, found);
}

interface MatchView {
  readonly file: FileFound;
  readonly text: string;
}

interface FileFound {
  readonly path: string;
  matches: number;
}

interface Found {
  readonly shown: readonly MatchView[];
  readonly files: readonly FileFound[];
  readonly total: number;
  readonly withheld: ReadonlySet<string>;
  readonly complete: boolean;
  /** Why some files were not searched; empty if all were. */
  readonly unread: string;
}

async function collect(
  call: RepositoryCall,
  located: Located,
  pattern: SearchPattern,
): Promise<Found> {
  const { bounds } = call;
  const shown: MatchView[] = [];
  const files = new Map<string, FileFound>();
  const secret = new Set<string>();
  let total = 0;
  const perFile = located.kind === 'file' ? bounds.matches : MATCHES_PER_FILE;
  const { take, collected } = createCollector(bounds.listBytes);
  let lines = 0;
  const end = await call.git.stream(
    ['grep', ...GREP_OPTIONS, ...grepArguments(pattern), located.id],
    (chunk) => {
      for (const byte of chunk) if (byte === LINE_FEED) lines += 1;
      return lines > LINES_PER_MATCH * bounds.countedMatches ? 'enough' : take(chunk);
    },
    { successCodes: [0, 1] },
  );
  for (const { name, line, text } of matchesIn(collected().bytes)) {
    if (total >= bounds.countedMatches) break;
    const begin = findInLine(pattern, text);
    if (begin === -1) continue;
    const whole = pathOf(name, located);
    const path = showPath(whole);
    if (isSecretFile(whole)) {
      secret.add(path);
      continue;
    }
    const file = files.getOrInsert(path, { path, matches: 0 });
    file.matches += 1;
    total += 1;
    if (shown.length >= bounds.matches || file.matches > perFile) continue;
    shown.push({ file, text: `${path}:${line}: ${excerpt(text, begin, bounds.lineCharacters)}` });
  }
  const unread = end.kind === 'it' ? '' : end.text;
  const complete = end.kind === 'it' && end.exitCode !== null && total < bounds.countedMatches;
  const fit = takeFitting(
    shown.map((match) => match.text),
    bounds.answerCharacters,
  ).length;
  return {
    shown: shown.slice(0, fit),
    files: [...files.values()],
    total,
    withheld: secret,
    complete,
    unread,
  };
}

interface Match {
  /** Git's name for it: an object's id, a colon and the path in it, or only the id. */
  readonly name: string;
  readonly line: number;
  readonly text: string;
}

/**
 * Parses `git grep -n -z`: `name NUL line NUL text LF`. A name can contain a line feed, a text
 * cannot.
 */
function* matchesIn(bytes: Buffer): Generator<Match> {
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = bytes.indexOf(0, at);
    const lineEnd = bytes.indexOf(0, nameEnd + 1);
    if (nameEnd === -1 || lineEnd === -1) return;
    const textEnd = bytes.indexOf(LINE_FEED, lineEnd + 1);
    const end = textEnd === -1 ? bytes.length : textEnd;
    yield {
      name: bytes.toString('utf8', at, nameEnd),
      line: Number.parseInt(bytes.toString('latin1', nameEnd + 1, lineEnd), 10),
      text: bytes.toString('utf8', lineEnd + 1, Math.min(end, lineEnd + 1 + LINE_BYTES)),
    };
    at = end + 1;
  }
}

/** `-I` leaves out binary files. */
const GREP_OPTIONS = ['-I', '-n', '-z'];

function pathOf(name: string, located: Located): string {
  if (located.kind === 'file') return located.path;
  const within = name.slice(located.id.length + 1);
  return located.path === '' ? within : `${located.path}/${within}`;
}

/** The part of a long line around the match. */
function excerpt(text: string, begin: number, maxCharacters: number): string {
  const line = hideKey(makeVisible(text.replace(/\r$/, '')));
  if (line.length <= maxCharacters) return line;
  const from = Math.max(
    0,
    Math.min(begin - Math.floor(maxCharacters / 4), line.length - maxCharacters),
  );
  const part = cutPart(line, from, from + maxCharacters);
  const after = from + maxCharacters < line.length ? ' …]' : '';
  return `${from > 0 ? '[… ' : ''}${part}${after} [line of ${groupDigits(line.length)} characters]`;
}

function show(located: Located, given: string, found: Found): RepositoryAnswer {
  const place = located.path === '' ? 'the repository' : located.path;
  const wanted = makeVisible(given);
  const hidden = [
    ...(found.unread === '' ? [] : [`[Not all files were searched. ${found.unread}]`]),
    ...(found.withheld.size === 0
      ? []
      : [
          `[withheld, because their names say that they hold keys or passwords: ${[...found.withheld].slice(0, FILES_NAMED).join(', ')}]`,
        ]),
  ];
  if (found.total === 0) {
    const none =
      found.unread === ''
        ? `No line in ${place} has ${wanted}.${found.complete ? '' : ' Not everything was searched: narrow the path.'}`
        : `What could be searched in ${place} has no line with ${wanted}; what could not may have one.`;
    const hint =
      'The pattern is plain text: only | and .* are special; brackets, ^, $, + and ? stand for themselves.';
    return makeAnswer(none, ...(looksLikeExpression(given) ? [hint] : []), ...hidden);
  }
  const total = `${found.complete ? '' : 'more than '}${countOf(found.total, 'match', 'matches')}`;
  const header = `${total} in ${countOf(found.files.length, 'file')} for ${wanted} in ${place}; cite as PATH:LINE`;
  const left = found.total - found.shown.length;
  const rest = left === 0 && found.complete ? [] : [describeRest(found, left)];
  return makeAnswer(header, ...found.shown.map((match) => match.text), ...rest, ...hidden);
}

function describeRest(found: Found, left: number): string {
  const hidden = found.files
    .map((file) => ({
      path: file.path,
      left: file.matches - found.shown.filter((match) => match.file === file).length,
    }))
    .filter((file) => file.left > 0)
    .sort((one, other) => other.left - one.left)
    .slice(0, FILES_NAMED)
    .map((file) => `${file.path} (${groupDigits(file.left)})`);
  const where = hidden.length === 0 ? '' : `, most of them in ${hidden.join(', ')}`;
  const amount = `${found.complete ? '' : 'more than '}${countOf(left, 'more match', 'more matches')}`;
  return `[… ${amount}${where}; narrow the path, or search for more text]`;
}
