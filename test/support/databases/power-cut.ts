import { dirname } from 'node:path';

/**
 * The moment before a flush: what was acknowledged by then, and what a disk holds that loses its
 * power now.
 */
export interface PowerCut {
  /** The last version that the process said. */
  readonly acknowledged: number;
  /** What is about to be flushed; nothing at the end of the trace. */
  readonly flushing: string;
  /**
   * Files by their paths. Of the changes to a file that were not flushed, those are there that
   * `survives` says.
   */
  files(survives: (change: number) => boolean): Map<string, Buffer>;
}

/** Bytes that were written at a place, or a length that a file was given. */
type Change = { readonly at: number; readonly bytes: Buffer } | { readonly length: number };

interface File {
  flushed: Buffer;
  /** In the order in which they were made. */
  unflushed: Change[];
  /** Whether its folder was flushed since it was made. */
  hasName: boolean;
  /** It was removed, and its folder was not flushed since. */
  isGone: boolean;
}

/**
 * Options of `strace` for such a trace: of the one thread in which SQLite works, with everything
 * that it writes to files.
 */
export function tracing(path: string, further: readonly string[] = []): string[] {
  const calls = ['pwrite64', 'ftruncate', 'unlink', 'fsync', 'fdatasync', ...further];
  return ['-y', '-xx', '-s', '10000000', '-e', `trace=${calls}`, '-o', path];
}

const CALL = /^(?:\d+ +)?(\w+)\((?:\d+<([^>]*)>(?:, )?)?(?:"([^"]*)"(?:, )?)?([\d, ]*)\) += \d/;

/**
 * Goes through the trace of a process that works in `folder`, and stops before each flush, and at
 * its end. A disk that is flushed is taken to have what was to be flushed, of a file or of the
 * entries of a folder, and nothing else for certain. `before`: the files that it had; `null` where
 * the process makes the folder.
 */
export function* powerCuts(
  trace: string,
  folder: string,
  before: ReadonlyMap<string, Buffer> | null = null,
): Generator<PowerCut> {
  const files = new Map<string, File>();
  for (const [path, flushed] of before ?? [])
    files.set(path, { flushed, unflushed: [], hasName: true, isGone: false });
  let hasFolder = before !== null;
  let acknowledged = 0;
  const cut = (flushing: string): PowerCut => ({
    acknowledged,
    flushing,
    files: (survives) => (hasFolder ? remaining(files, survives) : new Map()),
  });
  for (const line of wholeCalls(trace)) {
    const [, call, descriptor = '', text = '', numbers = ''] = CALL.exec(line) ?? [];
    const path = bytesOf(call === 'unlink' ? text : descriptor).toString();
    const isWithin = dirname(path) === folder;
    switch (call) {
      case 'write':
        acknowledged = versionIn(bytesOf(text).toString()) ?? acknowledged;
        break;
      case 'unlink':
        if (isWithin) fileAt(files, path).isGone = true;
        break;
      case 'pwrite64':
        if (isWithin)
          fileAt(files, path).unflushed.push({ at: lastOf(numbers), bytes: bytesOf(text) });
        break;
      case 'ftruncate':
        if (isWithin) fileAt(files, path).unflushed.push({ length: lastOf(numbers) });
        break;
      case 'fsync':
      case 'fdatasync':
        yield cut(path);
        if (path === dirname(folder)) hasFolder = true;
        if (path === folder) flushNames(files);
        if (isWithin) flush(fileAt(files, path));
    }
  }
  yield cut('');
}

/**
 * The lines of a trace; a call during which another thread did something is in it in two pieces,
 * and counts where it was over.
 */
function* wholeCalls(trace: string): Generator<string> {
  const begun = new Map<string, string>();
  for (const line of trace.split('\n')) {
    const [, thread = '', call = ''] = /^(\d+) +(.*) <unfinished \.\.\.>$/.exec(line) ?? [];
    if (thread !== '') begun.set(thread, call);
    else
      yield line.replace(/^(\d+) +<\.\.\. \w+ resumed>/, (_, resumed) => begun.get(resumed) ?? '');
  }
}

function fileAt(files: Map<string, File>, path: string): File {
  const known = files.get(path);
  if (known !== undefined) return known;
  const file = { flushed: Buffer.alloc(0), unflushed: [], hasName: false, isGone: false };
  files.set(path, file);
  return file;
}

function flush(file: File): void {
  file.flushed = applyChanges(file.flushed, file.unflushed);
  file.unflushed = [];
}

function flushNames(files: Map<string, File>): void {
  for (const [path, file] of files) {
    if (file.isGone) files.delete(path);
    file.hasName = true;
  }
}

function remaining(
  files: ReadonlyMap<string, File>,
  survives: (change: number) => boolean,
): Map<string, Buffer> {
  const named = [...files].filter(([, { hasName }]) => hasName);
  return new Map(
    named.map(([path, { flushed, unflushed }]) => {
      const survivors = unflushed.filter((_, n) => survives(n));
      return [path, applyChanges(flushed, survivors)];
    }),
  );
}

/** One copy for all changes: a flush has many, and files are large. */
function applyChanges(before: Buffer, changes: readonly Change[]): Buffer {
  const ends = changes.map((change) =>
    'bytes' in change ? change.at + change.bytes.length : change.length,
  );
  const content = Buffer.alloc(Math.max(before.length, ...ends));
  before.copy(content);
  let { length } = before;
  for (const change of changes) {
    if ('bytes' in change) {
      change.bytes.copy(content, change.at);
      length = Math.max(length, change.at + change.bytes.length);
    } else {
      // What a file that grows again has there is nothing.
      content.fill(0, change.length);
      length = change.length;
    }
  }
  return content.subarray(0, length);
}

function lastOf(numbers: string): number {
  return Number(numbers.split(', ').at(-1));
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}

function versionIn(said: string): number | null {
  const found = /^\{"version":(\d+)\}/.exec(said);
  return found === null ? null : Number(found[1]);
}
