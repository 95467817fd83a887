import { expect } from 'vitest';
import { Daemon, launch } from '../entry/daemon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const SECRETS = {
  ANTHROPIC_API_KEY: 'a-key-of-no-known-form-4711',
  CHARRETTE_ADMIN_TOKEN: 'of-nothing-but-plain-words',
};
export const ALL = Object.values(SECRETS).join(' and ');

/** Variables by which a process throws where nobody catches it, once it runs and gets the signal. */
export function throwing(code: string, early = ''): Record<string, string> {
  const program = `${early}process.on('SIGUSR2', () => { ${code} });`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` };
}

/** Expects a daemon that throws this to end, with a line of its log and no secret. */
export async function expectEnd(code: string): Promise<void> {
  const running = launch(temporaryFolder(), { ...SECRETS, ...throwing(code), CHARRETTE_REHEARSAL: '1' });
  const daemon = await Daemon.ready(running);
  daemon.signal('SIGUSR2');
  expect(await running.ended).toEqual({ code: 1, signal: null });
  const said = running.output();
  expect(said).toMatch(/"level":"error".*"error":".*lost: .*"msg":"uncaught_error"/);
  for (const secret of [...Object.values(SECRETS), 'the prompt']) expect(said).not.toContain(secret);
}
