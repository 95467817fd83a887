import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openStore } from '../../src/entry/open-store.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Command, calledHere, charrette } from './cli.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';
/** Two are enough to differ, and are ready sooner than five. */
const PERSONAS = ['--personas', 'subtractor,migrationist'];

const Event = z.looseObject({
  seq: z.number(),
  type: z.string(),
  at: z.iso.datetime(),
  pid: z.number().optional(),
});
function eventsIn(text: string): z.infer<typeof Event>[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => Event.parse(JSON.parse(line)));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

describe('a design in the terminal', () => {
  it('a design in the terminal ends with its result and its files on standard output, and exit 0', async () => {
    const dataDir = temporaryFolder();
    const inputs = temporaryFolder();
    const place = (name: string) => join(inputs, name);
    // The number is from another run; J10: the words are matched, and a question that is quoted is
    // answered below it.
    writeFileSync(
      place('answers.md'),
      'Q1: Old and new versions run side by side for a week.\n\n> Which step would be worth having next week, even if we stopped right after it?\n\nA dashboard.\n',
    );
    writeFileSync(place('load.md'), 'At most 40 jobs per second.\n');
    const options = [
      '--answers',
      place('answers.md'),
      '--context',
      place('load.md'),
      '--deadline',
      '10',
      '--budget',
      '2.5',
    ];
    const { code, stdout, stderr } = await charrette(dataDir, [
      'design',
      TOPIC,
      ...PERSONAS,
      ...options,
      '--verbose',
    ]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('REHEARSAL: no model is called');
    expect(stderr).toContain('The written example is not played:');
    expect(stderr).toContain('ended the wait for answers.');
    expect(stderr).toMatch(/ sealed a proposal\.[\s\S]* sealed a proposal\./);
    expect(stderr).toContain('Ended: ');
    expect(stdout.trimStart()).toMatch(/^REHEARSAL: no model was called\. Nothing was decided/);
    const [, where = ''] = / Files: (.*)$/m.exec(stdout) ?? [];
    const folder = resolve(tmpdir(), where);
    for (const name of ['brief.md', 'transcript.md', 'manifest.json', 'proposals'])
      expect(existsSync(join(folder, name))).toBe(true);
    const record = readFileSync(join(folder, 'record.md'), 'utf8');
    expect(record).toMatch(/\*\*Q1\*\* .*A dashboard\./);
    expect(record).toMatch(/\*\*Q2\*\* .*Old and new versions run side by side for a week\./);
    expect((await charrette(dataDir, ['verify', folder])).stdout).toContain('Nothing was changed.');
  });

  it('a data folder of a newer version is refused, and left as it was', async () => {
    const dataDir = temporaryFolder();
    const { store } = await openStore({ databaseUrl: null, dataDir }, keepLog());
    await store.close();
    const database = new DatabaseSync(join(dataDir, 'store.sqlite'));
    database.exec("insert into __drizzle_migrations values ('of tomorrow', 9999999999999)");
    database.close();
    const { code, stderr, stdout } = await calledHere(dataDir, ['design', TOPIC]);
    expect(stderr).toMatch(/was last used by another version of Charrette/);
    expect([code, stdout]).toEqual([1, '']);
  });

  it.each([
    ['a file', () => import.meta.filename, /cannot be opened/],
    ['a place that may not be written to', unwritablePlace, /may not write to the data folder/],
  ])('a design is refused %s for a data folder', async (_, data, message) => {
    const { code, stderr, stdout } = await calledHere(data(), ['design', TOPIC]);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([1, '']);
  });
});

it('a design comes to its end even if nobody reads its progress any more', async () => {
  const command = new Command(temporaryFolder(), ['design', TOPIC, ...PERSONAS]);
  await command.writes('stderr', 'The personas are reading up');
  command.child.stderr?.destroy();
  expect(await command.ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing was'),
  });
});

describe('interrupting a design', () => {
  const slowly = { CHARRETTE_REHEARSAL_LATENCY_MS: '2000' };

  it('cancels at the second SIGINT, with exit 4, and leaves no process behind; retry continues it from its material', async () => {
    const dataDir = temporaryFolder();
    const command = new Command(dataDir, ['design', TOPIC, ...PERSONAS, '--json'], slowly);
    await command.writes('stdout', '"type":"turn_started"');

    const other = await calledHere(dataDir, ['list']);
    expect(other.stderr).toMatch(/Another Charrette is using the data folder/);
    expect(other.code).toBe(1);

    const { code, stdout, stderr } = await command.interruptTwice();
    expect(code, stderr).toBe(4);
    const events = eventsIn(stdout);
    expect(events.map(({ type }) => type).slice(-2)).toEqual(['files_written', 'record_closed']);
    expect(events.find(({ type }) => type === 'design_ended')).toMatchObject({
      status: 'cancelled',
      by: 'SIGINT',
      detail: 'Charrette was interrupted',
    });
    const pids = events.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    expect(pids.length).toBeGreaterThan(0);
    expect(pids.filter(isRunning)).toEqual([]);

    const [id = ''] = readdirSync(join(dataDir, 'designs'));
    const preview = await calledHere(dataDir, ['retry', id, '--preview']);
    expect([preview.code, preview.stdout]).toEqual([
      0,
      expect.stringMatching(/^It can be run again: it begins with /),
    ]);
    const again = await calledHere(dataDir, ['retry', id.slice(-12)]);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain(`Runs ${id} again.`);
    expect(again.stdout).toContain('Nothing was decided');
  });

  it('at SIGTERM cancels at once; a design that kill -9 left open is ended by cancel', async () => {
    const dataDir = temporaryFolder();
    const terminated = new Command(dataDir, ['design', TOPIC, ...PERSONAS], slowly);
    await terminated.writes('stderr', 'Each persona says');
    terminated.child.kill('SIGTERM');
    const ended = await terminated.ended;
    expect([ended.code, ended.stdout]).toEqual([
      4,
      expect.stringMatching(
        /SIGTERM cancelled it: there is no decision\.[\s\S]*“Charrette was told to stop”/,
      ),
    ]);

    const killed = new Command(dataDir, ['design', TOPIC, ...PERSONAS, '--json'], slowly);
    await killed.writes('stdout', '"type":"turn_started"');
    const { designId } = z
      .object({ designId: z.string() })
      .parse(JSON.parse(killed.stdout.split('\n')[0] ?? ''));
    killed.child.kill('SIGKILL');
    await killed.ended;
    const said = await calledHere(dataDir, ['answer', designId, 'Only the web app reads it.']);
    expect([said.code, said.stdout]).toEqual([0, expect.stringMatching(/^Saved, but [^\n]*\n$/)]);
    const refused = await calledHere(dataDir, ['answer', designId, '', '--done']);
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([
      1,
      '',
      expect.stringContaining('answer'),
    ]);
    const withModel = { CHARRETTE_REHEARSAL: '', ANTHROPIC_API_KEY: 'any', CHARRETTE_STANDBY: '0' };
    const elsewise = await calledHere(dataDir, ['cancel', designId], withModel);
    expect([elsewise.code, elsewise.stderr]).toEqual([
      2,
      expect.stringMatching(
        /^It was started as a rehearsal, .* Set CHARRETTE_REHEARSAL=1 to continue/,
      ),
    ]);
    const cancelled = await calledHere(dataDir, [
      'cancel',
      designId,
      '--reason',
      'it was left open',
    ]);
    expect([cancelled.code, cancelled.stdout]).toEqual([
      0,
      expect.stringMatching(/^It is cancelled\./),
    ]);
    const shown = await calledHere(dataDir, ['show', designId]);
    expect(shown.stdout).toContain('cancelled · started');
    expect(existsSync(join(dataDir, 'designs', designId, 'manifest.json'))).toBe(true);
  });
});

/** Where not even root may write, or a folder that only others may write to. */
function unwritablePlace(): string {
  if (process.getuid?.() === 0) return '/sys/charrette';
  const path = join(temporaryFolder(), 'read-only');
  mkdirSync(path, { mode: 0o555 });
  return path;
}
