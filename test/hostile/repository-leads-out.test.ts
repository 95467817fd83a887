import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mainComplaintOf } from '../../src/adapters/repository/git.ts';
import {
  commit,
  git,
  history,
  makeRepository,
  personEnvironment,
  pin,
  read,
  refusal,
  temporaryFolder,
  text,
} from '../adapters/repository/repository-on-disk.ts';
import { until } from '../entry/waiting.ts';

/**
 * Folders that somebody has handed over as a repository, made to have another repository of the
 * machine read, or a line of any file quoted. Each is shown to work with an ordinary git first.
 */
const SECRET = 'what nobody was to read';

interface Place {
  /** What was handed over; it has a repository with one commit. */
  readonly folder: string;
  readonly own: string;
  /** Git's folder of somebody else's repository, with the secret in `plan.txt`. */
  readonly other: string;
  /** A file with the secret in its first line. */
  readonly file: string;
}

function place(): Place {
  const folder = makeRepository({ 'README.md': 'Harmless.\n' });
  const other = join(makeRepository({ 'plan.txt': `${SECRET}\n` }), '.git');
  const file = join(temporaryFolder(), 'token');
  writeFileSync(file, `${SECRET}\n`);
  return { folder, own: join(folder, '.git'), other, file };
}

function replaced(path: string, target: string): void {
  rmSync(path, { recursive: true, force: true });
  symlinkSync(target, path);
}

/** The other's objects, by a list in a file; and its branch, by a link. */
function borrowing({ own, other }: Place, listed: string): void {
  writeFileSync(join(own, 'objects/info/alternates'), `${listed}\n`);
  writeFileSync(join(own, 'refs/heads/main'), git(other, ['rev-parse', 'HEAD']));
}

const LEADING_OUT: readonly (readonly [how: string, make: (place: Place) => void])[] = [
  [
    'a branch that is a link to a reference of it',
    ({ own, other }) => {
      rmSync(join(own, 'refs/heads'), { recursive: true });
      symlinkSync(join(other, 'refs/heads'), join(own, 'refs/heads'));
      cpSync(join(other, 'objects'), join(own, 'objects'), { recursive: true });
    },
  ],
  [
    'a .git that is a file and names it',
    ({ own, other }) => {
      rmSync(own, { recursive: true });
      writeFileSync(own, `gitdir: ${other}\n`);
    },
  ],
  ['a .git that is a link', ({ own, other }) => replaced(own, other)],
  [
    'the folder that worktrees share',
    ({ own, other }) => writeFileSync(join(own, 'commondir'), `${other}\n`),
  ],
  [
    'the folder that worktrees share, named back in settings for one of them',
    ({ folder, own, other }) => {
      writeFileSync(join(own, 'commondir'), `${other}\n`);
      writeFileSync(join(own, 'config.worktree'), `[core]\n\tworktree = ${folder}\n`);
    },
  ],
  [
    'links in place of objects and branches',
    ({ own, other }) => {
      for (const name of ['objects', 'refs']) replaced(join(own, name), join(other, name));
    },
  ],
  [
    'a link in place of each folder of objects',
    (at) => {
      for (const name of git(at.other, ['rev-list', '--objects', 'HEAD']).matchAll(/^../gm)) {
        replaced(join(at.own, 'objects', `${name}`), join(at.other, 'objects', `${name}`));
      }
      writeFileSync(join(at.own, 'refs/heads/main'), git(at.other, ['rev-parse', 'HEAD']));
    },
  ],
  [
    'a link in place of a pack',
    ({ own, other }) => {
      git(other, ['gc', '--quiet']);
      replaced(join(own, 'objects/pack'), join(other, 'objects/pack'));
      writeFileSync(join(own, 'refs/heads/main'), git(other, ['rev-parse', 'HEAD']));
    },
  ],
  ['objects that it borrows', (at) => borrowing(at, join(at.other, 'objects'))],
  [
    'objects that it borrows by a path from its own',
    (at) => borrowing(at, relative(join(at.own, 'objects'), join(at.other, 'objects'))),
  ],
  [
    'objects that it borrows of one that borrows',
    (at) => {
      const between = join(temporaryFolder(), 'objects');
      mkdirSync(join(between, 'info'), { recursive: true });
      writeFileSync(join(between, 'info/alternates'), `${join(at.other, 'objects')}\n${between}\n`);
      borrowing(at, between);
    },
  ],
];

describe('a repository that stands for another one is refused', () => {
  it.each(LEADING_OUT)('by %s', async (_, make) => {
    const at = place();
    make(at);
    expect(git(at.folder, ['show', 'HEAD:plan.txt'])).toBe(SECRET);
    await expect(pin(at.folder)).rejects.toMatchObject({
      code: 'not_a_repository',
      message: expect.stringContaining('leads out of its own folder'),
    });
  });
});

describe('a link that has git quote a file is refused, and nothing is quoted', () => {
  it.each([
    ['packed-refs', ['rev-parse', '--verify', 'HEAD']],
    ['shallow', ['rev-parse', '--is-shallow-repository']],
  ])('%s', async (name, command) => {
    const at = place();
    rmSync(join(at.own, 'refs/heads/main'));
    replaced(join(at.own, name), at.file);
    const { stderr } = spawnSync('git', command, { cwd: at.folder, env: personEnvironment() });
    expect(stderr.toString()).toContain(SECRET);
    const refused = await pin(at.folder).catch((error: Error) => error.message);
    expect(refused).toContain(`${name} is a link`);
    expect(refused).not.toContain(SECRET);
  });
});

it('a chain of commit graphs that is a link is refused, and no warning of git is shown', async () => {
  const at = place();
  // A shorter one is passed over.
  writeFileSync(at.file, `${SECRET}, and more of it in the same first line\n`);
  mkdirSync(join(at.own, 'objects/info/commit-graphs'), { recursive: true });
  symlinkSync(at.file, join(at.own, 'objects/info/commit-graphs/commit-graph-chain'));
  const { stderr } = spawnSync('git', ['log'], { cwd: at.folder, env: personEnvironment() });
  expect(stderr.toString()).toContain(SECRET);
  const refused = await pin(at.folder).catch((error: Error) => error.message);
  expect(refused).toContain('commit-graph-chain is a link');
  expect(refused).not.toContain(SECRET);
  const complaint = `warning: invalid commit-graph chain: line '${SECRET}' not a hash\nerror: no such object\n`;
  expect(mainComplaintOf({ exitCode: 1, complaint })).toBe('error: no such object');
});

/**
 * Opens a pipe to write into it, or returns `null` as long as nobody has it open to read from it.
 */
function openForReader(pipe: string): number | null {
  try {
    return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENXIO') return null;
    throw error;
  }
}

it('what is no file is not opened: git would wait for somebody to write into it', async () => {
  const { folder, own } = place();
  const head = join(own, 'HEAD');
  rmSync(head);
  spawnSync('mkfifo', [head]);
  const waiting = spawn('git', ['rev-parse', 'HEAD'], {
    cwd: folder,
    env: personEnvironment(),
    stdio: 'ignore',
  });
  onTestFinished(() => void waiting.kill('SIGKILL'));
  const end = () => [waiting.exitCode, waiting.signalCode];
  let writing: number | null = null;
  await until('git to read from the pipe', () => {
    expect(end()).toEqual([null, null]);
    writing = openForReader(head);
    return writing !== null;
  });
  const gone = once(waiting, 'exit');
  waiting.kill('SIGTERM');
  expect(await gone).toEqual([null, 'SIGTERM']);
  if (writing !== null) closeSync(writing);
  await expect(pin(folder)).rejects.toThrow('HEAD is a link, or not a file');
});

it('a folder that only looks like a repository is not passed over for the one around it', async () => {
  const { folder, own, file } = place();
  const inner = join(folder, 'src');
  for (const name of ['objects', 'refs']) mkdirSync(join(inner, name), { recursive: true });
  writeFileSync(join(inner, 'HEAD'), 'no commit\n');
  rmSync(join(own, 'refs/heads/main'));
  replaced(join(own, 'packed-refs'), file);
  const refused = await pin(inner).catch((error: Error) => error.message);
  expect(refused).toContain('is not in a git repository');
});

it('what lies elsewhere and names the folder as its own is read: a submodule, a worktree of a bare repository', async () => {
  const part = makeRepository({ 'part.txt': 'of the part\n' });
  const whole = makeRepository({ 'README.md': 'The whole.\n' });
  git(whole, ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', part, 'part']);
  commit(whole, 'With a part');
  expect(await text(await pin(join(whole, 'part')), ...read('part.txt'))).toContain('of the part');
  const bare = join(temporaryFolder(), 'bare.git');
  git(whole, ['clone', '--quiet', '--bare', whole, bare]);
  const tree = join(temporaryFolder(), 'tree');
  git(bare, ['worktree', 'add', '--quiet', tree]);
  expect(await text(await pin(tree), ...read('README.md'))).toContain('The whole.');
  const moved = join(temporaryFolder(), 'moved');
  renameSync(tree, moved);
  await expect(pin(moved)).rejects.toThrow('does not name it as a working tree');
});

it('neither grafts nor a submodule lead anywhere', async () => {
  const { folder, own, other } = place();
  const first = git(folder, ['rev-parse', 'HEAD']);
  const second = commit(folder, 'Second', {
    '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ${other}\n`,
  });
  cpSync(join(other, 'objects'), join(own, 'objects'), { recursive: true });
  const strange = git(other, ['rev-parse', 'HEAD']);
  git(folder, ['update-index', '--add', '--cacheinfo', `160000,${strange},x`]);
  git(folder, ['commit', '--quiet', '-m', 'Third']);
  writeFileSync(join(own, 'info/grafts'), `${second} ${strange}\n`);
  expect(git(folder, ['log', '--format=%H'])).not.toContain(first);
  const pinned = await pin(folder);
  expect(await text(pinned, ...history(''))).toContain(first.slice(0, 12));
  expect(await refusal(pinned, ...read('x'))).toContain('x is a submodule');
});

it('a partial clone whose newest commit is missing has nothing fetched', async () => {
  const { folder, own } = place();
  const trace = join(temporaryFolder(), 'fetched');
  const head = git(folder, ['rev-parse', 'HEAD']);
  rmSync(join(own, 'objects', head.slice(0, 2), head.slice(2)));
  const promisor = `[remote "origin"]\n\turl = ext::touch ${trace}\n\tpromisor = true\n[extensions]\n\tpartialClone = origin\n`;
  writeFileSync(join(own, 'config'), `${promisor}[protocol "ext"]\n\tallow = always\n`, {
    flag: 'a',
  });
  await expect(pin(folder)).rejects.toMatchObject({ code: 'not_a_repository' });
  expect(existsSync(trace)).toBe(false);
  spawnSync('git', ['cat-file', '-e', 'HEAD'], { cwd: folder, env: personEnvironment() });
  expect(existsSync(trace)).toBe(true);
});
