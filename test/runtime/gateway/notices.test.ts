import { expect, test } from 'vitest';
import type { Design } from '../../../src/core/vocabulary/design.ts';
import { openNotice } from '../../../src/runtime/gateway/notices.ts';
import type { Policy } from '../../../src/runtime/permission.ts';
import { given } from '../../support/given.ts';
import { UNSURE } from '../../support/given-start.ts';
import { mapping } from '../../support/given-submission.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
const POLICY = { deciders: [], operators: [] } as unknown as Policy;
const CONTEXT = { policy: POLICY, linkTo: () => 'https://chat.example/thread' };

/** Notice for the person who has named the bot, and where it leads. */
function told(design: Design, id: string, isToBot = true): string {
  const notice = openNotice(CONTEXT, design, { id, groups: [], name: '' }, isToBot);
  return JSON.stringify(notice?.sections(1_000) ?? null);
}

test('at a gate words lead those who may decide to the buttons, and nobody to cancelling', () => {
  const { design } = given({ thread: THREAD, says: UNSURE }).reach('deciding');
  expect(told(design, 'U1')).toMatch(/Words do not decide it: press a button.*https:\/\/chat\.example/);
  expect(told(design, 'U2')).toMatch(/@Charrette status/);
  expect(told(design, 'U1') + told(design, 'U2')).not.toContain('@Charrette cancel');
});

test('words before a gate are passed on, and a person who may cancel reads how', () => {
  const { design } = given({ thread: THREAD }).reach('proposing');
  expect(told(design, 'U1')).toMatch(/Passed on: .*@Charrette status.*@Charrette cancel/);
  expect(told(design, 'U2')).not.toContain('@Charrette cancel');
});

test('words during the signing are kept: nobody is asked for more, unless a person has settled something since', () => {
  const world = given({ thread: THREAD, says: { mapping: () => mapping(['high', 'A', 'BC'] as const) } });
  world.reach('signing');
  expect(told(world.design, 'U1')).toMatch(
    /Kept with this design: .*in a design that goes on from this one.*@Charrette status.*@Charrette cancel/,
  );
  world.settles('D1', '1a');
  expect(told(world.design, 'U1')).toContain('Passed on: ');
  world.reach('writing');
  expect(told(world.design, 'U1')).toContain('Kept with this design: ');
});

test('nothing is said of words to people', () => {
  const { design } = given({ thread: THREAD }).reach('proposing');
  expect(told(design, 'U1', false)).toBe('null');
});
