import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gatewayContract } from '../../contract/gateway.ts';
import { STORIES } from '../../contract/gateway-stories.ts';
import { FREE_WORDS } from '../../support/free-words.ts';
import { afterwards, until } from '../waiting.ts';
import { PseudoTerminal } from './pseudo-terminal.ts';
import { openPlain, TERMINAL, whyNoStage } from './terminal.ts';

const reason = await whyNoStage();

// Elsewhere than on Linux there may be no such terminal.
describe.skipIf(reason !== null)(reason ?? 'on a terminal of its own', () => {
  gatewayContract(TERMINAL);

  test('in plain lines, no answer is lost under a prompt that is redrawn', async () => {
    const [{ latencyMs, tell }] = STORIES;
    await tell(await openPlain({ latencyMs }));
  });

  test('J10: free words to five questions are read, and shown with whose they are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'charrette-terminal-'));
    afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    const environment = { CHARRETTE_DATA_DIR: join(folder, 'data'), CHARRETTE_REHEARSAL: '1' };
    const terminal = new PseudoTerminal(['design', 'Where do the logs go?'], environment, folder);
    afterwards(() => terminal.end());
    await terminal.choose('Write something');
    await terminal.asks('? Your words');
    terminal.type(`${FREE_WORDS.join(' ')}\r`);
    const read = () => terminal.lines.filter((line) => /^Q\d ✓ read from a reply by \S+: “.+”$/.test(line));
    await until('what the words were taken for', () => read().length === 5);
    expect(read().join('\n')).toContain('“It got its present shape in 2019');
    await terminal.choose('Done answering');
    await terminal.ended();
    expect(terminal.lines.filter((line) => line.includes('it is assumed:'))).toHaveLength(3);
  });

  test('J10: at the prompt of a question, words under another number are said to be under that, or under none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'charrette-terminal-'));
    afterwards(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    const environment = { CHARRETTE_DATA_DIR: join(folder, 'data'), CHARRETTE_REHEARSAL: '1' };
    const terminal = new PseudoTerminal(['design', 'Where do the logs go?'], environment, folder);
    afterwards(() => terminal.end());
    const answers = async (words: string) => {
      await terminal.choose('Q3 ');
      await terminal.asks('? Q3 ');
      terminal.type(`${words}\r`);
    };
    const says = (words: string | RegExp) =>
      until(String(words), () => terminal.lines.some((line) => line.match(words) !== null));
    await answers('Q99: into the void');
    await says(/^Nothing in it was read as an answer\.|^It is kept, and has not been read/);
    await answers('Q5, Q6: both the same');
    await says(/^Q5 ✓ \S+: “both the same”$/);
    await says(/^Q6 ✓ \S+: “both the same”$/);
    await terminal.choose('Done answering');
    await terminal.ended();
    expect(
      terminal.lines.filter((line) => line.startsWith('Q3: ') && line.includes('assumed:')),
    ).toHaveLength(1);
  });
});
