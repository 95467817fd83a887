/** Wrong options and wrong settings: each ends before anything is opened, with its sentence. */

import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { runProgram } from '#cli/program.ts';
import { readSettings, SETTING_NAMES, secretsOf } from '../../src/settings.ts';

async function run(words: readonly string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
  try {
    const code = await runProgram(words, () => Promise.reject(new Error('it was opened')));
    return { code, said };
  } finally {
    write.mockRestore();
  }
}

test.each<[string, string]>([
  ['design', "missing required argument 'topic'"],
  ['design a b', 'too many arguments'],
  ['design a --depth', "option '--depth <depth>' argument missing"],
  ['design a --depth deep', 'Allowed choices are quick, standard.'],
  ['design a --budget five', 'The budget is a number of dollars, such as 3.'],
  ['design a --budget -1', 'The budget is a number of dollars, such as 3.'],
  ['design a --no-question', "unknown option '--no-question'"],
  ['serve --chek', "unknown option '--chek'"],
  ['show', "missing required argument 'id'"],
  ['watch', "missing required argument 'id'"],
  ['answer', "missing required argument 'id'"],
  ['answer a39b0668', "missing required argument 'text'"],
  ['go-on', "missing required argument 'id'"],
  ['goon a39b0668', "unknown command 'goon'"],
  ['decide', "missing required argument 'id'"],
  ['decide a39b0668 yes', 'Allowed choices are accept, send-back, stop.'],
  ['decide a39b0668 accept --text', "option '--text <hash>' argument missing"],
  ['cancel', "missing required argument 'id'"],
  ['run-again', "missing required argument 'id'"],
  ['verify', "missing required argument 'folder'"],
  ['backup', "missing required argument 'folder'"],
  ['forget', "missing required argument 'id'"],
])('charrette %s is wrong usage, and says why', async (line, sentence) => {
  const { code, said } = await run(line.split(' '));
  expect(said).toContain(sentence);
  expect(code).toBe(2);
});

test.each<[string, string, string]>([
  ['CHARRETTE_ANSWER_SECONDS', 'soon', 'is “soon”: it must be a number from 0 to 315360000.'],
  ['CHARRETTE_ANSWER_SECONDS', '1.5', 'a whole number'],
  ['CHARRETTE_GATE_SECONDS', '0', 'is “0”'],
  ['CHARRETTE_GATE_BELOW', '40 %', 'a number from 0 to 1.'],
  ['CHARRETTE_TURN_TOTAL_SECONDS', '5', 'is “5”'],
  ['CHARRETTE_MAX_RUNNING', 'all', 'a number from 1 to 1000.'],
  ['CHARRETTE_KEEP_DAYS', 'forever', 'a number from 1 to 36500.'],
  ['CHARRETTE_BUDGET_USD_PER_DESIGN', '$5', 'a number from 1 to 10000.'],
  ['CHARRETTE_BUDGET_USD_PER_DAY', 'none', 'a number from 1 to 1000000.'],
  ['CHARRETTE_HTTP_PORT', '70000', 'is “70000”'],
  ['CHARRETTE_REHEARSAL', 'yes', 'is “yes”'],
  ['CHARRETTE_REHEARSAL_LATENCY_MS', 'fast', 'a number from 0 to 60000.'],
  ['CHARRETTE_LOG_LEVEL', 'loud', 'is “loud”'],
  ['CHARRETTE_PUBLIC_URL', 'ftp://example.com', 'an http or https URL.'],
  ['ANTHROPIC_BASE_URL', 'localhost', 'an http or https URL.'],
  ['SLACK_API_URL', 'slack', 'an http or https URL.'],
  ['DISCORD_API_URL', 'discord', 'an http or https URL.'],
  [
    'DATABASE_URL',
    'mysql://u:hunter22@host/db',
    'DATABASE_URL: it must be a postgres:// URL, its password percent-encoded',
  ],
  ['CHARRETTE_REPOS', '/src/shop', 'name=path, separated by commas.'],
  ['SLACK_BOT_TOKEN', 'xoxp-1234567890', 'the whole bot token: xoxb-….'],
  ['SLACK_APP_TOKEN', 'xoxb-1234567890', 'the whole app-level token: xapp-….'],
  ['SLACK_BOT_TOKEN', 'xoxb-1234567890', 'Slack needs both'],
  ['CHARRETTE_ADMIN_TOKEN', 'short', 'at least 16 characters.'],
  ['CHARRETTE_ANSWER_SECOND', '5', 'There is no setting CHARRETTE_ANSWER_SECOND.'],
])('A9: %s=%s stops the start with a sentence, and shows no secret', (name, value, sentence) => {
  let said = '';
  try {
    readSettings({ [name]: value });
  } catch (error) {
    said = String(error);
  }
  expect(said).toContain(name.startsWith('SLACK') ? '' : name);
  expect(said).toContain(sentence);
  if (/TOKEN|DATABASE/.test(name)) expect(said).not.toContain(value);
});

test('D6: every key, every token and the address of the store are secrets', () => {
  const names = [...SETTING_NAMES, 'FORGE_KEY'].filter((name) => /KEY|TOKEN|DATABASE/.test(name));
  const all = Object.fromEntries(SETTING_NAMES.concat('FORGE_KEY').map((name) => [name, name]));
  expect(secretsOf(all, ['FORGE_KEY']).toSorted()).toEqual(names.toSorted());
});

test('A9: what is not set, or set to nothing, takes its default', () => {
  const { CHARRETTE_BUDGET_USD_PER_DESIGN, CHARRETTE_GATE_SECONDS, CHARRETTE_DATA_DIR } =
    readSettings({ CHARRETTE_GATE_SECONDS: ' ', UNRELATED: 'x' });
  expect({ CHARRETTE_BUDGET_USD_PER_DESIGN, CHARRETTE_GATE_SECONDS }).toEqual({
    CHARRETTE_BUDGET_USD_PER_DESIGN: 5,
    CHARRETTE_GATE_SECONDS: 259_200,
  });
  expect(CHARRETTE_DATA_DIR).toBe(`${process.cwd()}/data`);
});

test('A9: .env.example documents each setting, with its default, and no other', () => {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^#([A-Z_]+)=(.*)$/gm);
  const documented = [...lines].map(([, name = '', value = '']) => [name, value] as const);
  expect(documented.map(([name]) => name).sort()).toEqual([...SETTING_NAMES].sort());
  // A default that is written there changes nothing.
  expect(readSettings(Object.fromEntries(documented))).toEqual(readSettings({}));
});

test('--help names every verb of the command line, and no other', async () => {
  let said = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
  await runProgram(['--help'], () => Promise.reject(new Error('it was opened')));
  write.mockRestore();
  const verbs = [...said.matchAll(/^ {2}([a-z][a-z-]*)[ |]/gm)].map(([, verb]) => verb);
  expect(verbs).toEqual([
    ...['design', 'serve', 'list', 'show', 'watch', 'answer', 'go-on', 'decide', 'cancel'],
    ...['run-again', 'verify', 'backup', 'forget', 'mcp', 'help'],
  ]);
});
