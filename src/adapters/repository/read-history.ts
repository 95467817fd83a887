import { countOf } from '../../core/vocabulary/figures.ts';
import { cutText } from '../../foundation/cut-text.ts';
import { No } from '../../foundation/no.ts';
import type { Reached } from '../../ports/repository.ts';
import { REPOSITORY_BOUNDS, type RepositoryInput } from '../../ports/repository-tools.ts';
import {
  makeAnswer,
  makeRefusedAnswer,
  type RepositoryAnswer,
  type RepositoryCall,
  shortenCommit,
  takeFitting,
} from './call.ts';
import { parsePath } from './path-name.ts';
import { makeVisible, shortenPrintable } from './printable.ts';
import { type Resolution, resolvePath } from './resolve-path.ts';

const MESSAGE_LINES = 12;
const MESSAGE_CHARACTERS = 700;
const SUBJECT_CHARACTERS = 200;
/** Bytes of output to read per commit; a longer message is cut. */
const COMMIT_BYTES = 64 * 1024;

export interface CommitSummary {
  readonly id: string;
  /** The day of writing in the author's time zone. */
  readonly date: string;
  readonly author: string;
  readonly subject: string;
  readonly body: string;
}

/** Commits up to the pinned one that changed a path, which may have been deleted since. */
export async function readHistory(
  call: RepositoryCall,
  input: RepositoryInput<'read_history'>,
): Promise<RepositoryAnswer> {
  const names = parsePath(input.path);
  if (names instanceof No) return makeRefusedAnswer(names.why);
  const resolution = await resolvePath(call, input.path);
  const path = names.join('/');
  const limit = input.limit === 0 ? REPOSITORY_BOUNDS.commits.default : input.limit;
  const isFile = resolution.kind === 'it' && resolution.located.kind === 'file';
  const read = await readCommits(call, path, isFile, limit + 1);
  if (read.kind === 'not_here') return makeRefusedAnswer(read.text);
  const { commits, isCut } = read;
  if (commits.length === 0) return nothing(resolution);
  const name = path || 'the repository';
  const gone = resolution.kind === 'not_there' ? ` (no longer in the pinned commit)` : '';
  const listed = commits.slice(0, limit).map(describeCommit);
  const shown = takeFitting(listed, call.bounds.answerCharacters);
  const older = isCut || commits.length > shown.length;
  const header = `${countOf(shown.length, 'commit')} up to ${shortenCommit(call.commit)} that changed ${name}${gone}, newest first`;
  return makeAnswer(
    header,
    ...shown,
    ...describeRest(call, older, limit, shown.length < listed.length),
  );
}

/**
 * The newest commits that changed `path`, or any if it is empty. Follows renames of a file.
 * `isCut`: long messages used up the output, so the last commit is incomplete and older ones are
 * missing.
 */
export async function readCommits(
  call: RepositoryCall,
  path: string,
  isFile: boolean,
  limit: number,
): Promise<Reached<{ readonly commits: readonly CommitSummary[]; readonly isCut: boolean }>> {
  const output = await call.git.read(
    [
      'log',
      ...LOG_OPTIONS,
      `--max-count=${limit}`,
      ...(isFile ? ['--follow'] : []),
      call.commit,
      '--',
      ...(path === '' ? [] : [path]),
    ],
    limit * COMMIT_BYTES,
  );
  if (output.kind === 'not_here') return output;
  const fields = output.bytes.toString('utf8').split('\0');
  const commits: CommitSummary[] = [];
  for (let at = 0; at < fields.length; at += FIELDS) {
    const [id = '', date = '', author = '', subject = '', body = ''] = fields.slice(
      at,
      at + FIELDS,
    );
    // After the last commit there is nothing, or the beginning of an id.
    if (!COMMIT_ID.test(id.trim())) break;
    commits.push({
      id: id.trim(),
      date,
      author: makeVisible(author),
      subject: makeVisible(subject),
      body,
    });
  }
  return { kind: 'it', commits, isCut: output.cut };
}

const FIELDS = 5;
const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const LOG_OPTIONS = [
  '-z',
  '--format=%H%x00%as%x00%an%x00%s%x00%b',
  '--encoding=UTF-8',
  '--no-mailmap',
];

export function summarise(commit: Omit<CommitSummary, 'body'>): string {
  const subject = shortenPrintable(commit.subject, SUBJECT_CHARACTERS);
  return `${shortenCommit(commit.id)} ${commit.date} ${shortenPrintable(commit.author, 60)}: ${subject}`;
}

function describeCommit(commit: CommitSummary): string {
  const body = cutText(commit.body, MESSAGE_CHARACTERS).trimEnd().split('\n');
  const lines = body
    .slice(0, MESSAGE_LINES)
    .map((line) => `    ${makeVisible(line.trimEnd())}`.trimEnd());
  const isCut = commit.body.trimEnd().length > MESSAGE_CHARACTERS || body.length > MESSAGE_LINES;
  const message = lines.some((line) => line !== '') ? lines : [];
  return [summarise(commit), ...message, ...(isCut ? ['    [… the message goes on]'] : [])].join(
    '\n',
  );
}

function nothing(resolution: Resolution): RepositoryAnswer {
  return resolution.kind === 'it'
    ? makeAnswer('No commit changed it.')
    : makeRefusedAnswer(resolution.text);
}

function describeRest(
  call: RepositoryCall,
  older: boolean,
  limit: number,
  full: boolean,
): readonly string[] {
  const { most } = REPOSITORY_BOUNDS.commits;
  if (full) return ['[… older commits did not fit; ask for a narrower path]'];
  if (older && limit < most)
    return [`[… there are older commits; a limit up to ${most} shows more]`];
  if (older) return ['[… there are older commits; ask for a narrower path, or use blame_file]'];
  return call.shallow ? ['[this is a shallow clone: older history is not in it]'] : [];
}
