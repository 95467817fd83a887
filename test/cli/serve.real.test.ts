/** The daemon as a service manager runs it. */

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { charrette, EXAMPLE, newFolder, Running } from './commands.ts';

const REHEARSAL = { CHARRETTE_REHEARSAL: '1', CHARRETTE_HTTP_PORT: '0' };
const SECRETS = {
  ANTHROPIC_API_KEY: 'sk-ant-test-0123456789abcdef',
  SLACK_BOT_TOKEN: 'xoxb-1234567890-secret',
  SLACK_APP_TOKEN: 'xapp-1-1234567890-secret',
  DISCORD_TOKEN: 'discord-token-of-this-test',
  CHARRETTE_ADMIN_TOKEN: 'admin-token-of-this-test',
};
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9/';

test('serves from its ready line to SIGTERM, and exits 0 within ten seconds', async () => {
  const folder = newFolder();
  const daemon = new Running(folder, ['serve'], { ...REHEARSAL, ...pick('CHARRETTE_ADMIN_TOKEN') });
  await daemon.says('charrette ready http://127.0.0.1:');
  const url = /ready (\S+)/.exec(daemon.stdout)?.[1] ?? '';
  expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ok: true });
  const list = /All designs: (\S+)/.exec(daemon.stdout)?.[1] ?? '';
  expect((await fetch(list)).status).toBe(200);
  expect(daemon.stdout).toContain('CHARRETTE_PUBLIC_URL is not set');

  const authorization = `Bearer ${SECRETS.CHARRETTE_ADMIN_TOKEN}`;
  const started = await fetch(`${url}/api/v1/designs`, {
    method: 'POST',
    headers: { authorization },
    body: JSON.stringify({ topic: EXAMPLE, repo: folder }),
  });
  // A folder of the daemon's machine is not for whoever has a token.
  expect([started.status, await started.text()]).toEqual([
    404,
    expect.stringContaining('There is no repository'),
  ]);
  const before = performance.now();
  expect(await daemon.stop('SIGTERM')).toBe(0);
  expect(performance.now() - before).toBeLessThan(10_000);
  expect(daemon.stderr).not.toContain(SECRETS.CHARRETTE_ADMIN_TOKEN);
});

test('C18: a daemon takes up what another process left, when it is killed', async () => {
  const folder = newFolder();
  const left = new Running(folder, ['design', EXAMPLE, '--no-questions'], {
    CHARRETTE_REHEARSAL_LATENCY_MS: '1500',
  });
  await left.says('at no cost');
  await left.stop('SIGKILL');
  const daemon = new Running(folder, ['serve'], REHEARSAL);
  await daemon.says('charrette ready');
  const { stdout } = await charrette(folder, ['list']);
  expect((await charrette(folder, ['watch', stdout.slice(0, 8)])).code).toBe(0);
  expect(await daemon.stop('SIGINT')).toBe(0);
});

test('serve --check starts all that is configured, and says a line for each', async () => {
  const folder = newFolder();
  const good = await charrette(folder, ['serve', '--check'], REHEARSAL);
  expect(good.code).toBe(0);
  expect(good.stdout).toMatch(
    /^Models: the written example plays\.\nSlack: .*\nDiscord: .*\nHTTP: All designs: /,
  );
  const bad = await charrette(folder, ['serve', '--check'], {
    ...SECRETS,
    CHARRETTE_HTTP_PORT: '0',
    SLACK_API_URL: NOWHERE,
    DISCORD_API_URL: NOWHERE,
  });
  expect(bad.code).toBe(2);
  expect(bad.stdout).toContain('Models: a key is set');
  expect(bad.stdout).toMatch(/\nSlack: Slack does not answer: .*\nDiscord: .*\nHTTP: /);
  for (const secret of Object.values(SECRETS))
    expect(bad.stdout + bad.stderr).not.toContain(secret);
});

test('A9: a port in use, a wrong list of models or persona stop the start with one line', async () => {
  const folder = newFolder();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  writeFileSync(join(folder, 'models.yaml'), 'models:\n  - name: a\n    provider: nobody\n');
  writeFileSync(join(folder, 'poet.md'), '---\nname: poet\n---\n');
  const tried = [
    [{ CHARRETTE_HTTP_PORT: port }, `CHARRETTE_HTTP_PORT: 127.0.0.1:${port} is in use.`],
    [{ CHARRETTE_MODELS_FILE: 'models.yaml' }, 'models.yaml:3: '],
    [{ CHARRETTE_PERSONAS_DIR: '.' }, 'poet.md:'],
    [{ CHARRETTE_MODEL: 'nobody' }, 'CHARRETTE_MODEL: nobody is not in'],
  ] as const;
  for (const [given, sentence] of tried) {
    const rehearsal = 'CHARRETTE_MODEL' in given ? '0' : '1';
    const env = { ...REHEARSAL, CHARRETTE_REHEARSAL: rehearsal, ...given };
    const { code, stderr } = await charrette(folder, ['serve'], env);
    expect(stderr).toMatch(/^charrette: [^\n]+\n$/);
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
  }
  other.close();
});

test('A9: a persona without its model, or a repository that is none, stops the start by its name', async () => {
  const folder = newFolder();
  const personas = join(folder, 'personas');
  cpSync(join(import.meta.dirname, '../../personas'), personas, { recursive: true });
  const outsider = readFileSync(join(personas, 'outsider.md'), 'utf8');
  writeFileSync(join(personas, 'outsider.md'), outsider.replace('---\n', '---\nmodel: nobody\n'));
  const env = { ...pick('ANTHROPIC_API_KEY'), CHARRETTE_HTTP_PORT: '0' };
  const tried = [
    [{ CHARRETTE_PERSONAS_DIR: personas }, 'outsider speaks with nobody, which is not in models'],
    [{ CHARRETTE_REPOS: `shop=${folder}` }, `CHARRETTE_REPOS: shop=${folder} is no git repository`],
  ] as const;
  for (const verb of [['serve'], ['serve', '--check']])
    for (const [given, sentence] of tried) {
      const { code, stderr } = await charrette(folder, verb, { ...env, ...given });
      expect(stderr).toContain(sentence);
      expect(code).toBe(2);
    }
});

test('D6: no secret is shown where the start fails', async () => {
  const folder = newFolder();
  const secret = 'hunter22secret';
  const { code, stdout, stderr } = await charrette(folder, ['list'], {
    DATABASE_URL: `postgres://charrette:${secret}@127.0.0.1:9/nothing`,
    ...pick('ANTHROPIC_API_KEY'),
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^charrette: .+\n$/);
  expect(stdout + stderr).not.toContain(secret);
  const key = pick('ANTHROPIC_API_KEY');
  const file = { CHARRETTE_MODELS_FILE: `${key.ANTHROPIC_API_KEY}.yaml` };
  const pasted = await charrette(folder, ['list'], { ...key, ...file });
  expect(pasted.stderr).toContain('[redacted].yaml cannot be read');
  expect(pasted.stderr).not.toContain(key.ANTHROPIC_API_KEY);
});

function pick(name: keyof typeof SECRETS): Record<string, string> {
  return { [name]: SECRETS[name] };
}
