import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { mistakeIn } from '../../src/entry/listening.ts';

const NONE = { HTTPS_PROXY: null, HTTP_PROXY: null, NO_PROXY: '' };
const failureAt = (url: string) => fetch(url, { method: 'HEAD' }).catch((error: unknown) => error);

test('A9: a refused connection is a mistake in a setting, by its name', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const refused = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  await new Promise((resolve) => server.close(resolve));
  const failure = await failureAt(refused);
  expect(mistakeIn(refused, failure, { environment: {}, outgoing: NONE })).toMatch(
    /models\.yaml .*ECONNREFUSED/,
  );
  const environment = { ANTHROPIC_BASE_URL: refused };
  expect(mistakeIn(refused, failure, { environment, outgoing: NONE })).toContain(
    'the endpoint in ANTHROPIC_BASE_URL',
  );
  expect(mistakeIn(refused, new Error('slow'), { environment: {}, outgoing: NONE })).toBeNull();
});
