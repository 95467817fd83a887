import { expect, test } from 'vitest';
import { writeBrief } from '#presentation/decision/brief.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { drawResultMessage } from '#presentation/thread/result.ts';
import { viewOf } from '#presentation/view/view.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';

const { design } = playToEnd({ difference: 'unresolved', dissent: 'No.' }).reachEnd();

function linesWith(words: string, text: string): string[] {
  return text.split('\n').filter((line) => line.includes(words));
}

test('J11: a brief has a dissent’s reason in its caveat, and its words once below', () => {
  const brief = writeBrief(design) ?? '';
  expect(linesWith('It rests on a guess.', brief)).toEqual([
    '- Migrationist dissents: It rests on a guess.',
  ]);
  expect(brief).toContain('### Dissent\n\n**Migrationist:**\n\n> No.\n');
});

test('J11: a message tells an open point as a caveat, and not once more as one to decide', () => {
  const message = drawResultMessage(viewOf(design)).sections.map(plainOf).join('\n');
  expect(linesWith('Can the outbox table carry 900 jobs a second?', message)).toEqual([
    expect.stringContaining('The personas did not agree on a point: “'),
    expect.stringContaining('Waits for your decision: '),
  ]);
  expect(message).not.toContain('2 points are yours');
});
