import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { makeUnlistedEntry } from '../../src/adapters/model-list/entry.ts';
import { errorExitOf, Interrupted } from '../../src/entry/cli/exit-codes.ts';
import { tryKey } from '../../src/entry/cli/try-key.ts';

test.each([
  [200, 'ok', 'accepts the key'],
  [401, 'problem', 'refused our key (401)'],
  [404, 'note', 'could not be tried'],
] as const)(
  'a typed key is tried by asking for the models: %d is %s',
  async (status, mark, words) => {
    const server = createServer((_, answer) => answer.writeHead(status).end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    onTestFinished(() => void server.close());
    const found = await tryKey(makeUnlistedEntry('some-model', url), 'sk-never-shown');
    expect(found).toEqual({ mark, words: expect.stringContaining(words) });
    server.close();
    server.closeAllConnections();
    const offline = await tryKey(makeUnlistedEntry('some-model', url), 'sk-never-shown');
    expect(offline).toEqual({ mark: 'note', words: expect.stringContaining('cannot be reached') });
  },
);

test('Ctrl-C at a question is no fault: it ends with 130 and says that nothing was changed', () => {
  expect(errorExitOf(new Interrupted())).toEqual({ code: 130, words: 'Nothing was changed.' });
});
