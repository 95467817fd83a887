import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { mistakeIn } from '../../src/entry/listening.ts';

const NONE = { HTTPS_PROXY: null, HTTP_PROXY: null, NO_PROXY: '' };
const failureAt = (url: string) => fetch(url, { method: 'HEAD' }).catch((error: unknown) => error);

test('A9: a refused connection and a port that may not be called are mistakes in a setting, by its name', async () => {
  const forbidden = 'http://127.0.0.1:1/';
  expect(
    mistakeIn(forbidden, await failureAt(forbidden), {
      environment: { ANTHROPIC_BASE_URL: forbidden },
      outgoing: NONE,
    }),
  ).toMatch(/port .*ANTHROPIC_BASE_URL/);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const refused = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  await new Promise((resolve) => server.close(resolve));
  expect(mistakeIn(refused, await failureAt(refused), { environment: {}, outgoing: NONE })).toMatch(
    /models\.yaml .*ECONNREFUSED/,
  );
  expect(mistakeIn(refused, new Error('slow'), { environment: {}, outgoing: NONE })).toBeNull();
});
