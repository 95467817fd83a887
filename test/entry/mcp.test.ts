import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, test } from 'vitest';
import { Agent, GENERATIONS } from '../adapters/mcp/agent.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ENTRY, settings } from './cli.ts';

/** A process of `charrette mcp`, as a coding agent starts it. */
function served(dataDir: string) {
  return new StdioClientTransport({
    command: process.execPath,
    args: [ENTRY, 'mcp'],
    env: {
      PATH: process.env.PATH ?? '',
      ...settings(dataDir),
      CHARRETTE_NAMED_PERSON: 'yes',
      CHARRETTE_REHEARSAL_LATENCY_MS: '0',
    },
    stderr: 'ignore',
  });
}

test.each(GENERATIONS)(
  'charrette mcp serves an agent of %s, whose person decides at a gate',
  async (generation) => {
    const dataDir = temporaryFolder();
    let person: 'agrees' | 'refuses' = 'refuses';
    const agent = await new Agent(generation, () => person).connect(served(dataDir));
    const { data } = await agent.done('start_design', { topic: 'Where do the logs go?', depth: 'quick' });
    const { id } = data;
    const asks = await agent.followed(id);
    await agent.done('answer_questions', { id, done: true });
    const waits = await agent.followed(id, asks.data.version + 5);
    expect(waits.data.gate).toMatchObject({ choices: expect.arrayContaining(['accept']) });
    expect(waits.words).toContain('call decide_gate');
    const decision = { id, gate: waits.data.gate.id, choice: 'accept', person: 'Ana' };
    expect((await agent.call('decide_gate', decision)).words).toMatch(/^The person did not agree/);
    person = 'agrees';
    await agent.done('decide_gate', decision);
    const ended = await agent.followed(id);
    expect(ended.data).toMatchObject({ status: 'completed', gate: null });
    expect(agent.askedOfPerson).toHaveLength(2);
    const again = await agent.call('decide_gate', decision);
    expect(again).toMatchObject({ isError: true, words: expect.stringContaining('is not open') });
    const brief = await agent.done('read_design', { id, part: 'brief' });
    expect(brief.words).toContain('Ana, by their agent claude-code (terminal)');
    await agent.close();

    // Another process finds it where the first left it.
    const later = await new Agent(generation, null).connect(served(dataDir));
    expect((await later.followed(id)).data).toMatchObject({ status: 'completed' });
    const found = await later.done('search_decisions', { words: 'logs' });
    expect(found.words).toMatch(/No decision matches|Where do the logs go/);
    await later.close();
  },
);
