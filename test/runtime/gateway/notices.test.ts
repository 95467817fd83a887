import { describe, expect, test } from 'vitest';
import type { Design } from '../../../src/core/design.ts';
import { choiceNotice, openNotice } from '../../../src/runtime/gateway/notices.ts';
import type { Policy } from '../../../src/runtime/permission.ts';
import { given } from '../../support/given.ts';
import { UNSURE } from '../../support/given-start.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
const ANA = { id: 'U1', groups: [], name: 'Ana' };
const POLICY = { deciders: [], operators: [] } as unknown as Policy;
const CONTEXT = { policy: POLICY, linkTo: () => 'https://chat.example/thread' };

/** What the person is told, and where it leads. */
function told(design: Design, words: string, person = ANA): string | null {
  const notice = choiceNotice(CONTEXT, design, person, words);
  return notice === null ? null : JSON.stringify([notice.notification, notice.sections(1_000)]);
}

describe('words at an open gate', () => {
  const { design } = given({ thread: THREAD, says: UNSURE }).reach('deciding');

  test.each([
    ['accept', 'Accept as it is'],
    ['Please accept it!', 'Accept as it is'],
    ['send it back', 'Send back once…'],
    ['Stop here.', 'Stop here'],
    ['LGTM!', 'Accept as it is'],
    ['I accept it', 'Accept as it is'],
  ])('%j is answered with the button that does it, and with the way there', (words, label) => {
    expect(told(design, words)).toContain(`press ${label} under the question above.`);
    expect(told(design, words)).toContain('https://chat.example/thread');
  });

  test.each(['I would accept', 'stop the press', 'ask again', 'constructor', ''])(
    '%j is none of its choices',
    (words) => {
      expect(told(design, words)).toBeNull();
    },
  );

  test('a person who may not decide reads who can', () => {
    expect(told(design, 'accept', { ...ANA, id: 'U2' })).toContain('can decide this');
  });

  test('a few words to the bot lead to the buttons, and not to cancelling', () => {
    const notice = openNotice(CONTEXT, design, ANA, 'go on');
    const words = JSON.stringify(notice.sections(1_000));
    expect(words).toContain('to decide, press a button under the question above');
    expect(words).not.toContain('@Charrette cancel');
  });

  test('without a gate they are nothing', () => {
    expect(told(given({ thread: THREAD }).reach('proposing').design, 'accept')).toBeNull();
  });
});

describe('words that say that this is all, while people are asked', () => {
  const { design } = given({ thread: THREAD }).reach('answering');

  test.each([
    ['done', 'Done answering'],
    ['That’s all.', 'Done answering'],
    ["We're done answering!", 'Done answering'],
    ['skip the rest', 'Skip: assume everything'],
  ])('%j is answered with the button that does it', (words, label) => {
    expect(told(design, words)).toContain(`press ${label} under the questions above.`);
  });

  test.each(['skip it', 'it is done', 'accept', 'done by Friday'])('%j is not', (words) => {
    expect(told(design, words)).toBeNull();
  });

  test('they are words like others of somebody who may not end it', () => {
    expect(told(design, 'done', { ...ANA, id: 'U2' })).toBeNull();
  });
});
