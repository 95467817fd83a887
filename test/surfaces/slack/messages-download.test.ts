import { afterAll, expect, test } from 'vitest';
import { isFrom } from '#acts/gateway/attachments.ts';
import type { Clock } from '#foundation/clock.ts';
import { createWebClient } from '#surfaces/slack/calls/web-client.ts';
import { download, originsOf } from '#surfaces/slack/incoming/download.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { listening } from '../../platforms/http.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { TestClock } from '../../turns/test-clock.ts';

const late = Promise.withResolvers<() => void>();
const asked: { path: string; token: string }[] = [];
const { origin, close } = await listening(async (request, response) => {
  const path = request.url ?? '';
  asked.push({ path, token: request.headers.authorization ?? '' });
  const to = { '/moved': '/file', '/away': 'http://localhost:1/file', '/twice': '/moved' }[path];
  if (to !== undefined) response.writeHead(302, { location: to }).end();
  else if (path === '/large') response.end('x'.repeat(2_000));
  else if (path === '/gone') response.writeHead(404).end('not here');
  else if (path === '/slow') response.write('x');
  else if (path === '/late') late.resolve(() => response.end('text'));
  else response.end('text');
}, String);
afterAll(close);
const fetched = (path: string, apiUrl = `${origin}/api/`, clock: Clock = unhurriedClock()) =>
  download(
    { id: 'F1', url: `${origin}${path}`, size: null },
    createWebClient({ token: 'xoxb-1', apiUrl, log: silentLog }),
    1_000,
    clock,
  );

test('a file is fetched with the token', async () => {
  expect(await fetched('/file')).toEqual({ bytes: Buffer.from('text') });
  expect(asked.at(-1)).toEqual({ path: '/file', token: 'Bearer xoxb-1' });
});

test('the token goes to Slack and to nobody else, whatever an event says', async () => {
  expect(await fetched('/file', 'https://slack.com/api/')).toMatchObject({
    why: { kind: 'elsewhere' },
  });
  const before = asked.length;
  expect(await fetched('/away')).toMatchObject({ why: { kind: 'elsewhere' } });
  expect(asked.slice(before).map(({ path }) => path)).toEqual(['/away']);
});

test('a redirect among Slack’s own hosts is followed once, with the token', async () => {
  expect(originsOf('https://slack.com/api/')).toContain('https://files-origin.slack.com');
  expect(await fetched('/moved')).toEqual({ bytes: Buffer.from('text') });
  expect(asked.at(-1)).toEqual({ path: '/file', token: 'Bearer xoxb-1' });
  expect(await fetched('/twice')).toMatchObject({ why: { kind: 'unreachable' } });
});

test.each([
  ['/large', 'too_large'],
  ['/gone', 'deleted'],
  ['/slow', 'unreachable'],
])('%s is not read', async (path, why) => {
  expect(await fetched(path)).toMatchObject({ why: { kind: why } });
});

test('a file that comes while this process stands still is read, however long that is', async () => {
  const clock = new TestClock();
  const file = fetched('/late', undefined, clock);
  const send = await late.promise;
  clock.pass(60_000);
  send();
  expect(await file).toEqual({ bytes: Buffer.from('text') });
  expect(clock.armed).toBe(0);
});

test.each([
  ['https://files.slack.com/files-pri/T1-F1/download/a.md', true],
  ['https://slack.com/files/a.md', true],
  ['https://files.slack.com.evil.example/a.md', false],
  ['https://evil.example/files.slack.com/a.md', false],
  ['https://files.slack.com@evil.example/a.md', false],
  ['http://files.slack.com/a.md', false],
  ['https://files.slack.com:8443/a.md', false],
  ['file:///etc/passwd', false],
  ['http://169.254.169.254/latest', false],
  ['a.md', false],
  ['', false],
])('%s is of Slack: %s', (url, expected) => {
  expect(isFrom(originsOf('https://slack.com/api/'), url)).toBe(expected);
});
