import { expect, test } from 'vitest';
import { AppManifest } from '../platforms/slack/manifest.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const folder = temporaryFolder();

const called = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  calledHere(folder, ['slack-manifest', ...words], environment);
const HTTP = { SLACK_BOT_TOKEN: 'xoxb-local', SLACK_SIGNING_SECRET: 'a secret for signing' };

test('the manifest is printed in Slack’s form and nothing else, before anything is configured', async () => {
  const { code, stdout, stderr } = await called([]);
  expect(code).toBe(0);
  expect(AppManifest.parse(JSON.parse(stdout)).settings.socket_mode_enabled).toBe(true);
  expect(stderr).toContain('https://api.slack.com/apps');
});

test.each([
  ['an address', 'https://charrette.example.com'],
  ['one with a slash', 'https://charrette.example.com/'],
  ['the whole of it', 'https://charrette.example.com/slack/events'],
])('the manifest makes the address that Slack calls of %s', async (_name, url) => {
  const { stdout } = await called(['--url', url]);
  const { settings } = AppManifest.parse(JSON.parse(stdout));
  expect(settings.event_subscriptions.request_url).toBe('https://charrette.example.com/slack/events');
});

test('the manifest goes by the configuration, and shows no secret', async () => {
  const { code, stderr } = await called([], HTTP);
  expect(code).toBe(2);
  expect(stderr).toBe('In HTTP mode Slack needs the daemon’s public address: add --url https://….\n');
  const { stdout } = await called(['--url', 'https://example.com'], {
    ...HTTP,
    CHARRETTE_OPERATORS: 'S01ABC',
  });
  expect(AppManifest.parse(JSON.parse(stdout)).oauth_config.scopes.bot).toContain('usergroups:read');
  expect(stdout).not.toMatch(/xoxb|a secret/);
});

test.each([
  [['--mode', 'telepathy'], '--mode is "telepathy"; expected socket or http.'],
  [['--mode', 'socket', '--url', 'https://example.com'], '--url is for --mode http'],
  [['--url', 'http://example.com'], '--url is "http://example.com"; Slack accepts only an https URL.'],
  [['--url', 'example.com'], '--url is "example.com"'],
])('%j is refused, with what to do', async (words, message) => {
  const { code, stdout, stderr } = await called(words);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});
