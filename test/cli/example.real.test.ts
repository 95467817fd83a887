/** The written example, as the README says to start it: in a pipe and at a terminal. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { until } from '#test/support/platform.ts';
import { AtTerminal, charrette, EXAMPLE, newFolder, Running } from './commands.ts';

const SLOW = { CHARRETTE_REHEARSAL_LATENCY_MS: '1500' };

test('plays the example in a pipe, answers it, and ends completed', async () => {
  const folder = newFolder();
  const { code, stdout, stderr } = await charrette(folder, ['design', EXAMPLE]);
  expect(code).toBe(0);
  expect(stderr.trimEnd().split('\n').length).toBeLessThan(34);
  expect(stderr).not.toMatch(/\n\n| 0 /);
  expect(stderr.match(/starting again \(its process was killed\)/g)).toHaveLength(1);
  expect(stderr.match(/◐ /g)).toHaveLength(4);
  expect(stderr.match(/^\*\*\S+ [A-Z].*\*\*: /gmu)).toHaveLength(6);
  expect(stderr.match(/the written example: “/g)).toHaveLength(4);
  expect(stdout).toMatch(/^\*This is an example/);
  expect(stderr).toContain('An example: 6 personas');
  expect(stderr).not.toContain('This is an example');
  expect(stdout).toMatch(/\w dissents: /);
  const file = stdout.trimEnd().split('\n').at(-1)?.replaceAll('`', '') ?? '';
  expect(file).toMatch(/^data\/designs\/dsn_[\w-]+\/decision\.md$/);
  expect(readFileSync(join(folder, file), 'utf8')).toContain('# Should the job queue');
  expect(stdout + stderr).not.toContain('\u001b');

  const verified = await charrette(folder, ['verify', join(folder, file, '..')]);
  expect(verified).toMatchObject({ code: 0, stderr: '' });
  expect(verified.stdout).toContain('everything matches');
});

test('prints events and nothing else with --json', async () => {
  const { code, stdout, stderr } = await charrette(newFolder(), [
    'design',
    EXAMPLE,
    '--json',
    '--depth',
    'quick',
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line): { seq: number; type: string } => JSON.parse(line));
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events[0]).toMatchObject({ type: 'design_started', depth: 'quick' });
  expect(events.at(-1)).toMatchObject({ type: 'design_ended', status: 'completed' });
  const sealed = events.filter(({ type }) => type === 'proposal_sealed');
  expect(sealed).toEqual(Array(3).fill(expect.objectContaining({ proposal: null })));
});

test('asks the questions at a terminal, where Enter gives the written answers', async () => {
  const folder = newFolder();
  const terminal = new AtTerminal(folder, ['design', EXAMPLE]);
  await terminal.shows('Answer:');
  // Lines of one paste are one answer, an empty one among them too.
  terminal.type('Q2: Sixty.\r\rAt most.\r');
  await terminal.shows('→ Answered by ana.');
  terminal.type('\r');
  expect(await terminal.end()).toBe(0);
  expect(terminal.text).toContain('ana: “Q2: Sixty. At most.”');
  expect(terminal.text.match(/the written example: “/g)).toHaveLength(3);
  expect(terminal.text).toMatch(/\n`data\/designs\/dsn_[\w-]+\/decision\.md/);
  for (const line of terminal.text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('answers itself, in its own name, at a terminal where no key was pressed for 20 s', async () => {
  const terminal = new AtTerminal(newFolder(), ['design', EXAMPLE]);
  await terminal.shows('Answer:');
  terminal.type('Q2: Sixty.\r');
  await terminal.shows('→ Answered by ana.');
  expect(await terminal.end()).toBe(0);
  expect(terminal.text.match(/the written example: “/g)).toHaveLength(3);
  expect(terminal.text.match(/ana: “/g)).toHaveLength(1);
});

test('a prompt that nobody waits for any more is gone', async () => {
  const folder = newFolder();
  const terminal = new AtTerminal(folder, ['design', EXAMPLE]);
  await terminal.shows('Answer:');
  const id = (await charrette(folder, ['list'])).stdout.slice(0, 8);
  await charrette(folder, ['go-on', id]);
  expect(await terminal.end()).toBe(0);
  expect(terminal.text).not.toContain('Answer:');
});

test('C18: Ctrl-C asks once, “n” goes on, “y” cancels, and nothing is left', async () => {
  const folder = newFolder();
  const terminal = new AtTerminal(folder, ['design', EXAMPLE]);
  await terminal.shows('Answer:');
  terminal.type('half a thought');
  await terminal.shows('Answer: half a thought');
  terminal.type('\u0003');
  await terminal.shows('Cancel this design?');
  terminal.type('n\r');
  await terminal.shows('Answer:', 2);
  terminal.type('\u0003');
  await terminal.shows('Cancel this design?', 2);
  terminal.type('y\r');
  expect(await terminal.end()).toBe(4);
  expect(terminal.text).toContain('Cancelled by ana.');
  expect(terminal.text.split('Cancel this design?').at(-1)).not.toContain('Answer:');
  const { stdout } = await charrette(folder, ['list']);
  expect(stdout).toContain('cancelled');
});

test('C18: a second Ctrl-C leaves the design to whoever watches it', async () => {
  const folder = newFolder();
  const terminal = new AtTerminal(folder, ['design', EXAMPLE, '--no-questions'], SLOW);
  await terminal.shows('The personas');
  terminal.type('\u0003');
  await terminal.shows('Cancel this design?');
  terminal.type('\u0003');
  expect(await terminal.end()).toBe(1);
  const id = /charrette watch (\w{8})/.exec(terminal.text)?.[1] ?? '';

  const next = new Running(folder, ['design', EXAMPLE, '--depth', 'quick']);
  await next.says(`An earlier run has stopped: “${EXAMPLE}”. charrette watch ${id}`);
  expect((await next.end()).code).toBe(0);
  const watched = await charrette(folder, ['watch', id]);
  expect(watched.code).toBe(0);
  expect(watched.stdout).toContain('decision.md');
});

test('C18: goes on after Ctrl-Z and fg', async () => {
  const folder = newFolder();
  const inShell = (command: string) =>
    `exec bash -m -c "${command.replaceAll('"', '\\"')}; echo is stopped; fg; echo is over"`;
  const terminal = new AtTerminal(
    folder,
    ['design', EXAMPLE, '--no-questions'],
    { CHARRETTE_REHEARSAL_LATENCY_MS: '400' },
    inShell,
  );
  await terminal.shows('The personas');
  terminal.type('\u001a');
  await terminal.shows('is stopped');
  await terminal.shows('is over', 1, 60_000);
  expect(terminal.text).toContain('decision.md');
});

test('C18: goes on after Ctrl-Z and fg at a question, also below a program that waits for it', async () => {
  const inShell = (command: string) =>
    `exec bash -m -c "(${command}; true); echo is stopped; fg; echo is over"`;
  const terminal = new AtTerminal(newFolder(), ['design', EXAMPLE], {}, inShell);
  await terminal.shows('Answer:');
  terminal.type('\u001a');
  await terminal.shows('is stopped');
  await terminal.shows('Answer:', 2);
  terminal.type('\r');
  await terminal.shows('is over');
  expect(terminal.text).toContain('decision.md');
});

test('a person decides at a gate: sends back once, then accepts', async () => {
  const folder = newFolder();
  const terminal = new AtTerminal(folder, ['design', EXAMPLE, '--no-questions'], {
    CHARRETTE_GATE_BELOW: '1',
  });
  await terminal.shows('Type accept, send back or stop:');
  terminal.type('perhaps\r');
  await terminal.shows('Type accept, send back or stop:', 2);
  terminal.type('s\r');
  await terminal.shows('What should change?');
  terminal.type('\r');
  await terminal.shows('What should change?', 2);
  terminal.type('Name who reads the count.\r');
  await terminal.shows('Type accept or stop:');
  expect(terminal.text).toContain('What changed');
  terminal.type('a\r');
  expect(await terminal.end()).toBe(0);
  expect(terminal.text).toContain('ana accepted it.');
});

test('C18: SIGTERM releases the design at once, and no process is left', async () => {
  const folder = newFolder();
  const running = new Running(folder, ['design', EXAMPLE], SLOW);
  await running.says('at no cost');
  const { pid = 0 } = running.process;
  const children = await until('its children', () => {
    const found = childrenOf(pid);
    return found.length === 8 && found;
  });
  const before = performance.now();
  expect(await running.stop('SIGTERM')).toBe(1);
  expect(performance.now() - before).toBeLessThan(10_000);
  expect(running.stderr).toContain('It stops here.');
  expect(children.filter((child) => existsSync(`/proc/${child}`))).toEqual([]);
});

test('C18: a terminal whose window is closed releases its design', async () => {
  const folder = newFolder();
  const terminal = new AtTerminal(folder, ['design', EXAMPLE]);
  await terminal.shows('Answer:');
  await terminal.close();
  using store = new DatabaseSync(join(folder, 'data', 'store.sqlite'));
  expect(store.prepare('select owner, lease_until from designs').all()).toMatchObject([
    { owner: null, lease_until: 0 },
  ]);
});

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
}
