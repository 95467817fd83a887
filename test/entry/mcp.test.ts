import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { atNight } from '../support/runner/whole.ts';
import { Agent, GENERATIONS } from '../surfaces/mcp/agent.ts';
import { ENTRY, settings } from './cli.ts';
import { Daemon } from './daemon.ts';
import { afterwards } from './waiting.ts';

/** A process of `charrette mcp`, as a coding agent starts it. */
function served(dataDir: string) {
  return new StdioClientTransport({
    command: process.execPath,
    args: [ENTRY, 'mcp'],
    env: {
      PATH: process.env.PATH ?? '',
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
    const { data } = await agent.done('start_design', { topic: 'Where do the logs go?', depth: 'quick' });
    const { id } = data;
    const asks = await agent.followed(id);
    await agent.done('end_answering', { id });
    const ended = await agent.followed(id, asks.data.version + 5);
    expect(ended.data).toMatchObject({ status: 'completed', gate: null });
    const brief = await agent.done('read_design', { id, name: 'brief.md' });
    expect(brief.words).toContain('Where do the logs go?');
    await agent.close();

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
  expect(await search()).toMatchObject({ isError: true, words: expect.stringMatching(/has stopped/) });
  await started();
  expect(await search()).toMatchObject({ isError: false });
  await agent.close();
});
