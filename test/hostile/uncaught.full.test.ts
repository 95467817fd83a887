import { expect, test } from 'vitest';
import { Command } from '../entry/cli.ts';
import { BOUND_MS, Daemon, launch } from '../entry/daemon.ts';
import { until } from '../entry/waiting.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ALL, expectEnd, SECRETS, throwing } from './uncaught.ts';

const WAYS = [
  [
    'an error with what a library was given',
    `throw Object.assign(new Error('lost: '), { parameters: ['the prompt'] })`,
  ],
  ['a rejection', `Promise.reject(new Error('lost: ${ALL}'))`],
  ['what is no error', `throw 'lost: ${ALL}'`],
  ['what is no error below one', `throw new Error('lost: ', { cause: { prompt: 'the prompt' } })`],
  ['one error of several', `throw new AggregateError([new Error('lost: ${ALL}')], '')`],
] as const;

test.each(WAYS)('D6: %s that nobody catches ends a daemon, with a line of its log and no secret', (_, code) =>
  expectEnd(code),
);

test('D6: what Node and libraries warn of is a line of its log as well', async () => {
  const code = `console.warn('one:\\n%s', '${ALL}'); process.emitWarning('two:\\n${ALL}');`;
  // Before it is ready.
  const early = `const { prototype } = (await import('node:net')).Server, { listen } = prototype;
    prototype.listen = function (...where) { process.emitWarning('zero'); return listen.apply(this, where); };`;
  const daemon = await Daemon.start(temporaryFolder(), {
    ...SECRETS,
    ...throwing(code, early),
    CHARRETTE_REHEARSAL: '1',
  });
  daemon.signal('SIGUSR2');
  await until('both warnings', () => daemon.output.includes('two:'), BOUND_MS);
  await daemon.stop();
  const lines = daemon.output.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        level: 'warn',
        msg: 'library_warning',
        what: expect.stringMatching(/^one:\n/),
      }),
      expect.objectContaining({ level: 'warn', msg: 'node_warning', error: expect.stringMatching(/zero$/) }),
      expect.objectContaining({ level: 'warn', msg: 'node_warning', error: expect.stringMatching(/two:\n/) }),
    ]),
  );
  for (const secret of Object.values(SECRETS)) expect(daemon.output).not.toContain(secret);
});

test('D6: where not even that can be said, this is', async () => {
  const running = launch(temporaryFolder(), {
    ...throwing(`throw Object.defineProperty(new Error(), 'stack', { get: () => { throw 'lost'; } })`),
    CHARRETTE_REHEARSAL: '1',
  });
  (await Daemon.ready(running)).signal('SIGUSR2');
  expect(await running.ended).toEqual({ code: 1, signal: null });
  expect(running.output()).toContain('Something in Charrette itself went wrong, and so did reporting it.');
});

test('D6: the same of a command in a terminal, whose words are as plain', async () => {
  const folder = temporaryFolder();
  const command = new Command(folder, ['design', 'Should the job queue move to Postgres?'], {
    ...SECRETS,
    ...throwing(`throw new Error('lost: \\u009b2J ${ALL}')`),
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '60000',
  });
  await command.writes('stderr', 'REHEARSAL');
  command.child.kill('SIGUSR2');
  const { code, stderr } = await command.ended;
  expect(code).toBe(1);
  expect(stderr).toContain('Something in Charrette itself went wrong: Error: lost: ');
  expect(stderr).not.toMatch(/\u009b/);
  for (const secret of Object.values(SECRETS)) expect(stderr).not.toContain(secret);
});
