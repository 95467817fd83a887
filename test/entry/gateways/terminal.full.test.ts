import { join } from 'node:path';
import { expect } from 'vitest';
import { gatewayContract } from '../../contract/gateway.ts';
import { STORIES } from '../../contract/gateway-stories.ts';
import { needing } from '../../support/needing.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { afterwards, until } from '../waiting.ts';
import { PseudoTerminal } from './pseudo-terminal.ts';
import { openPlain, TERMINAL } from './terminal.ts';

const { describe, test } = await needing('terminal', 'postgres');

describe('on a terminal of its own', () => {
  gatewayContract(TERMINAL);

  test('in plain lines, no answer is lost under a prompt that is redrawn', async () => {
    const story = STORIES.find(({ name }) => name.startsWith('two people answer'));
    if (story === undefined) throw new Error('there is no such story');
    await story.tell(await openPlain(story));
  });

  test('J10: several lines answer several questions, words under the number of none are said to be so, and a paste stays one reply', async () => {
    const folder = temporaryFolder();
    const environment = { CHARRETTE_DATA_DIR: join(folder, 'data'), CHARRETTE_REHEARSAL: '1' };
    const terminal = new PseudoTerminal(['design', 'Where do the logs go?'], environment, folder);
    afterwards(() => terminal.end());
    const says = (words: RegExp) =>
      until(String(words), () => terminal.lines.some((line) => line.match(words) !== null));
    await says(/^Still open: Q1, .* and Q8, until (?:\d+ \w+, )?\d\d:\d\d \(\d+:\d\d left\)\./);
    await terminal.answers('Q5: both the same\rQ6: as well\rQ1: three lines\rof words.\rQ2: not in one');
    await says(/^Q5 ✓ answered by \S+ \(terminal\): “both the same”$/);
    await says(/^Q6 ✓ answered by \S+ \(terminal\): “as well”$/);
    await says(/^Q1 ✓ answered by \S+ \(terminal\): “three lines of words\.”$/);
    await says(/^Q2 ✓ answered by \S+ \(terminal\): “not in one”$/);
    await says(/^Still open: Q3, Q4, Q7 and Q8,/);
    await terminal.answers('\u001b[200~Q3: pasted\r\rQ99: into the void\r\u001b[201~');
    await says(/^Q3 ✓ answered by \S+ \(terminal\): “pasted”$/);
    await says(/^Not read as an answer: “Q99: into the void”/);
    await terminal.answers('/done');
    await terminal.ended();
    expect(terminal.lines.filter((line) => line.includes('; assumed:'))).toHaveLength(3);
  });
});
