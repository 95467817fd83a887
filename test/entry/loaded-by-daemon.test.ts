import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const SOURCE = resolve(import.meta.dirname, '../../src');
/** What a daemon needs only where it is configured, or once it is asked for. */
const LATER = /@modelcontextprotocol|@slack|discord|@ai-sdk|anthropic|octokit|postgres/;
/** Starts a daemon, asks at `/mcp`, and prints the packages that were loaded before and by that. */
const PROGRAM = `
import { registerHooks } from 'node:module';
const packages = new Set();
registerHooks({
  load(url, context, next) {
    const [, name] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url) ?? [];
    if (name !== undefined) packages.add(name);
    return next(url, context);
  },
});
const { readConfiguration } = await import('${SOURCE}/entry/models.ts');
const { openDaemon } = await import('${SOURCE}/entry/serve.ts');
const token = 'a-token-for-the-admin-of-this-test';
const daemon = await openDaemon(readConfiguration({
  CHARRETTE_DATA_DIR: process.argv[1],
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_HTTP_PORT: '0',
  CHARRETTE_ADMIN_TOKEN: token,
}));
const atStart = [...packages];
const { status } = await fetch(new URL('/mcp', daemon.url), {
  method: 'POST',
  headers: { authorization: 'Bearer ' + token, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
});
await daemon.stop();
console.log(JSON.stringify({ atStart, status, byRequest: [...packages].filter((name) => !atStart.includes(name)) }));
process.exit();
`;

test('a daemon loads nothing that is not configured, and MCP with its first request', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    PROGRAM,
    temporaryFolder(),
  ]);
  const { atStart, status, byRequest } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  expect(atStart).toContain('hono');
  expect(atStart.filter((name: string) => LATER.test(name))).toEqual([]);
  expect(status).toBe(200);
  expect(byRequest).toContain('@modelcontextprotocol/server');
});
