import { expect, test } from 'vitest';
import { Daemon, launch } from '../entry/daemon.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const SECRETS = {
  ANTHROPIC_API_KEY: 'a-key-of-no-known-form-4711',
  CHARRETTE_ADMIN_TOKEN: 'of-nothing-but-plain-words',
};
const ALL = Object.values(SECRETS).join(' and ');
/** Throws where nobody catches it, once the process runs and gets the signal. */
const PROGRAM = `process.on('SIGUSR2', () => { throw new Error('lost: ${ALL}', { cause: new Error('${ALL}') }) });`;

test('D6: an error that nobody catches ends a daemon, with a line of its log and no secret', async () => {
  const running = launch(temporaryFolder(), {
    ...SECRETS,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PROGRAM)}`,
    CHARRETTE_REHEARSAL: '1',
  });
  const daemon = await Daemon.ready(running);
  daemon.signal('SIGUSR2');
  expect(await running.ended).toEqual({ code: 1, signal: null });
  const said = running.output();
  expect(said).toMatch(/"level":"error".*"error":".*lost: .*"msg":"uncaught_error"/);
  for (const secret of Object.values(SECRETS)) expect(said).not.toContain(secret);
});
