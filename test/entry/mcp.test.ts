import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, test } from 'vitest';
import { ACTS } from '../../src/acts/table.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { atNight } from '../support/runner/whole.ts';
import { Agent, GENERATIONS } from '../surfaces/mcp/agent.ts';
import { charrette, ENTRY, settings } from './cli.ts';
import { Daemon } from './daemon.ts';
import { afterwards } from './waiting.ts';

/** A process of `charrette mcp`, as a coding agent starts it. */
function served(dataDir: string) {
  // Git's name for the person.
  const home = temporaryFolder();
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ana\n');
  return new StdioClientTransport({
    command: process.execPath,
    args: [ENTRY, 'mcp'],
    cwd: home,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      ...settings(dataDir),
      CHARRETTE_REHEARSAL_LATENCY_MS: '0',
    },
    stderr: 'ignore',
  });
}

test.each(atNight(GENERATIONS, (each) => each === '2026-07-28'))(
  'charrette mcp serves an agent of %s from its start to the brief',
  async (generation) => {
    const dataDir = temporaryFolder();
    const agent = await new Agent(generation, null).connect(served(dataDir));
    expect(await agent.call('follow_design', { id: 'nope' })).toMatchObject({
      isError: true,
      words: 'There is no store yet; the first daemon or design creates it.',
    });
    const { data, words } = await agent.done('start_design', {
      topic: 'Where do the logs go?',
      depth: 'quick',
    });
    expect(words).toContain('Its text is placeholder text, and it decides nothing.');
    const { id } = data;
    const asks = await agent.followed(id);
    const said = await agent.done('answer_questions', { id, text: 'Q1: To a file.' });
    expect(said.words).toContain(ACTS.reply.done);
    await agent.done('go_on', { id });
    const ended = await agent.followed(id, asks.data.version + 5);
    expect(ended.data).toMatchObject({ status: 'completed', gate: null });
    const brief = await agent.done('read_design', { id, name: 'brief.md' });
    expect(brief.words).toContain('Where do the logs go?');
    await agent.close();
    const { stdout } = await charrette(dataDir, ['show', id]);
    expect(stdout).toContain(' by Ana, by their agent ');

    // Another process finds it where the first left it.
    const later = await new Agent(generation, null).connect(served(dataDir));
    expect((await later.followed(id)).data).toMatchObject({ status: 'completed' });
    const found = await later.done('search_decisions', { words: 'logs' });
    expect(found.words).toMatch(/No decision matches|Where do the logs go/);
    // As some clients send them.
    const inString = { name: 'search_decisions', arguments: JSON.stringify({ words: 'logs' }) };
    const again = await later.client.callTool(inString as never);
    expect(again.content).toMatchObject([{ text: found.words }]);
    await later.close();
  },
);

test('A20: every line is answered on standard output, also a batch, and what is no message in a sentence', async () => {
  const child = spawn(process.execPath, [ENTRY, 'mcp'], {
    env: { PATH: process.env.PATH, ...settings(temporaryFolder()) },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  afterwards(async () => void child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}');
  const initialize = { id: 1, method: 'initialize', params: { clientInfo: { name: 'loose' } } };
  const lists = [
    { jsonrpc: '2.0', id: 2, method: 'prompts/list', params: null },
    { jsonrpc: '2.0', id: 'three', method: 'resources/templates/list' },
  ];
  for (const line of [JSON.stringify(initialize), `\ufeff${JSON.stringify(lists)}\r`, ''])
    child.stdin.write(`${line}\n`);
  expect(await next()).toMatchObject({ id: 1, result: { serverInfo: { name: 'charrette' } } });
  expect(await next()).toMatchObject({ id: 2, result: { prompts: [] } });
  expect(await next()).toMatchObject({ id: 'three', result: { resourceTemplates: [{}] } });
  for (const [line, code, id] of [
    ['hello', -32700, undefined],
    ['{"jsonrpc":"2.0",', -32700, undefined],
    [`"${'a'.repeat(1024 * 1024)}"`, -32700, undefined],
    ['[]', -32600, undefined],
    ['7', -32600, undefined],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600, undefined],
    ['{"jsonrpc":"1.0","id":4,"method":"ping"}', -32600, 4],
    ['{"jsonrpc":"2.0","id":5,"method":5}', -32600, 5],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, -32600, undefined],
  ] as const) {
    child.stdin.write(`${line}\n`);
    const answer = await next();
    expect(answer, line).toMatchObject({
      error: { code, message: expect.stringMatching(/^This [\w\s.,:-]+\.$/) },
    });
    expect(answer.id).toBe(id);
  }
  child.stdin.write(
    `{"id":6,"method":"ping","params":{"deep":${'['.repeat(200_000)}${']'.repeat(200_000)}}}\n`,
  );
  expect(await next()).toEqual({ jsonrpc: '2.0', id: 6, result: {} });
});

test('charrette mcp calls the daemon that runs now, and says when none does', async () => {
  const dataDir = temporaryFolder();
  const started = async () => {
    const daemon = await Daemon.start(dataDir, { CHARRETTE_REHEARSAL: '1' });
    afterwards(() => daemon.kill());
    return daemon;
  };
  const first = await started();
  const agent = await new Agent('2026-07-28', null).connect(served(dataDir));
  const search = () => agent.call('search_decisions', { words: 'logs' });
  expect(await search()).toMatchObject({ isError: false });
  await first.kill();
  expect(await search()).toMatchObject({
    isError: true,
    words: expect.stringMatching(/has stopped/),
  });
  await started();
  expect(await search()).toMatchObject({ isError: false });
  await agent.close();
});
