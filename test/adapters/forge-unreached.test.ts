import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { createGithub } from '../../src/adapters/github/forge.ts';

test('a forge that takes no connection is said to be out of reach, and to have been sent nothing', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  await new Promise((resolve) => server.close(resolve));
  const forge = createGithub({
    token: 'a-token',
    url: `http://127.0.0.1:${port}`,
    repositories: ['shop/orders'],
  });
  await expect(forge.decisions('shop/orders', new AbortController().signal)).rejects.toMatchObject({
    code: 'forge_refused',
    message: expect.stringMatching(
      /cannot be reached to list docs\/decisions.*ECONNREFUSED.*Nothing was sent/,
    ),
  });
});
