import { describe, expect, test } from 'vitest';
import { eachTest } from '#test/support/runner/each-test.ts';
import { openApi, TOKEN } from '../client.ts';

const ENCODINGS = 'gzip, deflate, br, zstd';

describe('what a browser is sent compressed', () => {
  const api = eachTest(() => openApi());
  const asked = (path: string, headers: Record<string, string> = {}) =>
    api.client.app.request(path, {
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...{ accept: 'text/html', 'accept-encoding': ENCODINGS },
        ...headers,
      },
    });
  const encodingOf = async (path: string, headers: Record<string, string> = {}) =>
    (await asked(path, headers)).headers.get('content-encoding');
  const unpacked = (answer: Response) =>
    new Response(answer.body?.pipeThrough(new DecompressionStream('gzip'))).text();

  test('a page is, and says that it depends on the browser', async () => {
    const answer = await asked('/');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('vary')).toContain('Accept-Encoding');
    expect(await unpacked(answer)).toContain('</html>');
  });

  test('a page is not for a client that does not take it', async () => {
    expect(await encodingOf('/', { 'accept-encoding': 'identity' })).toBeNull();
    expect(await encodingOf('/', { 'accept-encoding': 'gzip;q=0' })).toBeNull();
  });

  test('an asset is, unless the client does not take it', async () => {
    const page = await (await asked('/', { 'accept-encoding': 'identity' })).text();
    const path = /href="(\/assets\/[^"]+\.css)"/.exec(page)?.[1] ?? '';
    const packed = await asked(path);
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const plain = await asked(path, { 'accept-encoding': 'br, gzip;q=0' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await unpacked(packed)).toBe(await plain.text());
  });

  test('a search is not compressed, from any site', async () => {
    for (const site of ['same-origin', 'none', 'cross-site'])
      expect(await encodingOf('/?words=secret', { 'sec-fetch-site': site }), site).toBeNull();
  });

  test('a stream is not', async () => {
    const stream = await asked('/live?since=0', { accept: 'text/event-stream' });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-encoding')).toBeNull();
    await stream.body?.cancel();
  });
});
