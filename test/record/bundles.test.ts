import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeEach, describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/foundation/digest.ts';
import { createBundles } from '../../src/record/bundles.ts';
import { bundleOfWorld } from '../support/designs/bundle-files.ts';
import { DESIGN_ID } from '../support/designs/given-start.ts';
import { playToEnd } from '../support/designs/sample-design.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const { test: onLinux } = await needing('Linux');
const WRITER = new URL('../support/processes/bundle-writer.ts', import.meta.url).pathname;

let dataDir = '';
let warnings: string[] = [];
const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (event: string) => warnings.push(event),
  error: (event: string) => warnings.push(event),
};
const bundles = () => createBundles({ dataDir, log });
const inFolder = (name: string) => join(dataDir, 'designs', DESIGN_ID, name);

beforeEach(() => {
  dataDir = temporaryFolder();
  warnings = [];
});

async function everyFile(): Promise<string[]> {
  return (await readdir(join(dataDir, 'designs', DESIGN_ID), { recursive: true })).toSorted();
}

async function faultOf(writing: Promise<unknown>): Promise<unknown> {
  return writing.then(
    () => 'it was written',
    (error: unknown) => error,
  );
}

describe('writing a bundle', () => {
  it('P3: reports the files on the disk, with correct sizes and hashes', async () => {
    const story = playToEnd();
    const files = bundleOfWorld(story);
    const written = await bundles().write(DESIGN_ID, files);
    expect(written.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
    for (const { name, bytes, sha256: hash } of written) {
      const content = await readFile(inFolder(name));
      expect([content.byteLength, sha256Of(content)]).toEqual([bytes, hash]);
    }
    expect((await everyFile()).filter((name) => name !== 'proposals')).toEqual(
      files.map(({ name }) => name).toSorted(),
    );
  });

  it('replaces the files of an earlier writing, and removes those that left the bundle', async () => {
    await bundles().write(DESIGN_ID, [
      { name: 'brief.md', text: 'one' },
      { name: 'record.md', text: 'one' },
    ]);
    await writeFile(inFolder('notes.txt'), 'somebody else put this here');
    await bundles().write(DESIGN_ID, [{ name: 'brief.md', text: 'two' }]);
    expect(await everyFile()).toEqual(['brief.md', 'notes.txt']);
    expect(await readFile(inFolder('brief.md'), 'utf8')).toBe('two');
  });

  it('bundles of a design are written one after the other, and never a mixture', async () => {
    const names = ['brief.md', 'transcript.md', 'manifest.json'];
    const subject = bundles();
    const texts = Array.from({ length: 8 }, (_, index) => `version ${index} `.repeat(2_000));
    await Promise.all(
      texts.map((text) =>
        subject.write(
          DESIGN_ID,
          names.map((name) => ({ name, text })),
        ),
      ),
    );
    const found = await Promise.all(names.map((name) => readFile(inFolder(name), 'utf8')));
    expect(new Set(found)).toEqual(new Set([texts.at(-1)]));
  });

  it('writing bundles goes on after a failed write', async () => {
    await mkdir(inFolder('brief.md'), { recursive: true });
    const subject = bundles();
    const failing = faultOf(subject.write(DESIGN_ID, [{ name: 'brief.md', text: 'x' }]));
    const following = subject.write(DESIGN_ID, [{ name: 'transcript.md', text: 'y' }]);
    expect(await failing).toMatchObject({ code: 'write_failed' });
    await expect(following).rejects.toMatchObject({
      code: 'write_failed',
      message: expect.stringContaining('left over'),
    });
  });

  it('a name that no bundle has is not written', async () => {
    for (const name of [
      '../brief.md',
      '/etc/passwd',
      'proposals/../../x.md',
      'Brief.md',
      'failures/x.log',
    ]) {
      await expect(bundles().write(DESIGN_ID, [{ name, text: 'x' }])).rejects.toThrow(
        'broken invariant',
      );
    }
    expect(() => bundles().folder(JSON.parse('"../x"'))).toThrow();
  });

  it('writing a bundle does not write through a link put in the place of a file', async () => {
    const target = join(dataDir, 'target');
    await writeFile(target, 'mine');
    await mkdir(join(dataDir, 'designs', DESIGN_ID), { recursive: true });
    await symlink(target, inFolder('brief.md'));
    await bundles().write(DESIGN_ID, [{ name: 'brief.md', text: 'new' }]);
    expect(await readFile(target, 'utf8')).toBe('mine');
    expect(await readFile(inFolder('brief.md'), 'utf8')).toBe('new');
  });
});

onLinux(
  'D6: nobody else on the machine reads designs, even where the data folder is open to be read',
  async () => {
    await chmod(dataDir, 0o755);
    await bundles().write(DESIGN_ID, [{ name: 'brief.md', text: 'for those of the thread' }]);
    for (const folder of [join(dataDir, 'designs'), join(dataDir, 'designs', DESIGN_ID)])
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
  },
);

describe('a disk that fails', () => {
  it('P3: a folder that may not be written is a fault that says what to do', async () => {
    await chmod(dataDir, 0o755);
    await mkdir(join(dataDir, 'designs'), { mode: 0o555 });
    const [line] = await run(['as nobody', '0'], 'node');
    expect(line).toMatchObject({
      code: 'write_failed',
      message: expect.stringContaining('may not write there'),
    });
  });

  it('P3: a file that does not fit is a fault, and leaves no half of it behind', async () => {
    await bundles().write(DESIGN_ID, [{ name: 'brief.md', text: 'the one before' }]);
    const [line] = await run(['once', '1'], 'limited');
    expect(line).toMatchObject({
      code: 'write_failed',
      message: expect.stringContaining('larger than this system allows'),
    });
    expect((await everyFile()).filter((name) => name !== 'proposals')).toEqual(['brief.md']);
    expect(await readFile(inFolder('brief.md'), 'utf8')).toBe('the one before');
  });

  it('P3: the last file, which vouches for the others, is not written when one of them cannot be', async () => {
    await mkdir(inFolder('record.md/in-the-way'), { recursive: true });
    const files = ['brief.md', 'record.md', 'transcript.md', 'manifest.json'].map((name) => ({
      name,
      text: 'x',
    }));
    const fault = await faultOf(bundles().write(DESIGN_ID, files));
    expect(fault).toMatchObject({ code: 'write_failed' });
    const expected = ['brief.md', 'record.md', 'record.md/in-the-way', 'transcript.md'];
    expect(await everyFile()).toEqual(expected);
  });

  it('P3: a process killed while it writes leaves each file whole, and the next one tidies up', async () => {
    for (const lines of [1, 2, 3]) {
      const child = start(['forever', '1'], 'node');
      let seen = 0;
      for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
        expect(JSON.parse(line)).toMatchObject({ written: 6 });
        seen += 1;
        if (seen === lines) break;
      }
      child.kill('SIGKILL');
      await once(child, 'exit');
      for (const name of (await everyFile()).filter((each) =>
        /^[a-z/-]+\.(md|json|jsonl)$/.test(each),
      )) {
        const content = await readFile(inFolder(name), 'utf8');
        expect([`0 ${name}\n`.padEnd(1e6, 'x'), `1 ${name}\n`.padEnd(1e6, 'x')]).toContain(content);
      }
    }
    await writeFile(inFolder('.brief.md.4711.unfinished'), 'half');
    await bundles().write(DESIGN_ID, [{ name: 'brief.md', text: 'x' }]);
    expect(await everyFile()).toEqual(['brief.md', 'proposals']);
  });
});

describe('removing', () => {
  it('P9: the whole folder of a design is removed, diagnostics included, and one that is absent is fine', async () => {
    await bundles().write(DESIGN_ID, [{ name: 'brief.md', text: 'one' }]);
    await bundles().writeFailure(DESIGN_ID, 'ada-12345678.log', 'it was killed');
    await bundles().remove(DESIGN_ID);
    expect(await readdir(join(dataDir, 'designs'))).toEqual([]);
    await bundles().remove(DESIGN_ID);
  });

  it('P9: a link in the place of the folder is removed, and its target is not', async () => {
    await mkdir(join(dataDir, 'designs'));
    await mkdir(join(dataDir, 'elsewhere'));
    await writeFile(join(dataDir, 'elsewhere', 'notes.txt'), 'somebody else put this here');
    await symlink(join(dataDir, 'elsewhere'), join(dataDir, 'designs', DESIGN_ID));
    await bundles().remove(DESIGN_ID);
    expect(await readdir(join(dataDir, 'designs'))).toEqual([]);
    expect(await readdir(join(dataDir, 'elsewhere'))).toEqual(['notes.txt']);
  });
});

describe('reading', () => {
  it('reading a bundle gives a file of the bundle or of the failures, and nothing else', async () => {
    await bundles().write(DESIGN_ID, [{ name: 'brief.md', text: 'brief' }]);
    const failure = await bundles().writeFailure(
      DESIGN_ID,
      'subtractor-01938f00.log',
      'out of memory',
    );
    const subject = bundles();
    expect(Buffer.from((await subject.read(DESIGN_ID, 'brief.md')) ?? []).toString()).toBe('brief');
    expect(Buffer.from((await subject.read(DESIGN_ID, failure)) ?? []).toString()).toBe(
      'out of memory',
    );
    expect(await subject.read(DESIGN_ID, 'record.md')).toBeNull();
    await writeFile(join(dataDir, 'secret'), 'x');
    for (const name of ['../../secret', 'failures/../../../secret', 'failures/', '.', '']) {
      expect(await subject.read(DESIGN_ID, name)).toBeNull();
    }
  });

  it('reading a bundle follows no link', async () => {
    await bundles().write(DESIGN_ID, [{ name: 'brief.md', text: 'x' }]);
    await symlink('/etc/hostname', inFolder('record.md'));
    await expect(bundles().read(DESIGN_ID, 'record.md')).rejects.toMatchObject({
      code: 'invalid_record',
    });
  });
});

describe('diagnostics', () => {
  const NAME = 'contract-keeper-01938f00.log';

  it('D1: diagnostics are kept below the design, with head and tail when they are too long, and the cut marked', async () => {
    const text = `first words ${'€'.repeat(400_000)} last words`;
    expect(await bundles().writeFailure(DESIGN_ID, NAME, text)).toBe(`failures/${NAME}`);
    const kept = await readFile(inFolder(`failures/${NAME}`));
    expect(kept.byteLength).toBeLessThanOrEqual(256 * 1024);
    expect(kept.byteLength).toBeGreaterThan(250 * 1024);
    const found = kept.toString();
    expect(found).toMatch(/^first words €/);
    expect(found).toMatch(/€ last words$/);
    expect(found).toMatch(/\[… [\d,]+ characters left out …\]/);
    expect(found).not.toContain('\ufffd');
  });

  it('D3: diagnostics never replace earlier ones of the same name', async () => {
    const first = await bundles().writeFailure(DESIGN_ID, NAME, 'first crash');
    const second = await bundles().writeFailure(DESIGN_ID, NAME, 'second crash');
    expect([first, second]).toEqual([
      `failures/${NAME}`,
      'failures/contract-keeper-01938f00-2.log',
    ]);
    expect(await readFile(inFolder(first), 'utf8')).toBe('first crash');
    expect(await readFile(inFolder(second), 'utf8')).toBe('second crash');
  });

  it('D4: diagnostics that cannot be written are logged, and nothing else happens', async () => {
    await mkdir(join(dataDir, 'designs'), { recursive: true });
    await writeFile(join(dataDir, 'designs', DESIGN_ID), 'a file in the place of the folder');
    expect(await bundles().writeFailure(DESIGN_ID, NAME, 'x')).toBe('');
    expect(await bundles().writeFailure(DESIGN_ID, '../x.log', 'x')).toBe('');
    expect(warnings).toEqual(['diagnostics_not_written', 'diagnostics_not_written']);
  });
});

function start(args: readonly string[], where: 'node' | 'limited'): ChildProcess {
  const command = [process.execPath, WRITER, dataDir, ...args];
  // 64 blocks of 1,024 bytes: what a full disk does to a write, without needing a disk of our own.
  const shell = ['-c', 'ulimit -f 64; exec "$@"', 'limited', ...command];
  const [program = '', ...rest] = where === 'limited' ? ['bash', ...shell] : command;
  return spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function run(args: readonly string[], where: 'node' | 'limited'): Promise<unknown[]> {
  const child = start(args, where);
  const lines: unknown[] = [];
  for await (const line of createInterface({ input: child.stdout ?? process.stdin }))
    lines.push(JSON.parse(line));
  return lines;
}
