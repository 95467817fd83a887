import { expect, test } from 'vitest';
import { elementsOf } from '../../../../src/acts/gateway/actions.ts';
import type { GatewayContext } from '../../../../src/acts/gateway/gateway-context.ts';
import { type Spoken, standingNotice } from '../../../../src/acts/gateway/messages/status-notice.ts';
import type { Design } from '../../../../src/core/vocabulary/design.ts';
import { given } from '../../../support/given.ts';
import { THREE_QUESTIONS, UNSURE } from '../../../support/given-start.ts';
import { OPEN_TO_ALL } from '../../../support/open-policy.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
const CONTEXT = {
  policy: OPEN_TO_ALL,
  clock: { now: () => 0 },
  linkTo: () => 'https://chat.example/thread',
} as unknown as GatewayContext;
const TO_BOT = { kind: 'to_bot' } as const;

/** The words for a person, and the labels of the buttons that they get. */
async function told(design: Design, id: string, spoken: Spoken = TO_BOT): Promise<[string, string[]]> {
  const asking = { person: { id, groups: [], name: '' }, channel: 'C1' };
  const notice = await standingNotice(CONTEXT, design, asking, spoken);
  const buttons = elementsOf(notice?.clickable ?? null).flatMap((each) =>
    each.kind === 'button' ? [each.label] : [],
  );
  return [JSON.stringify(notice?.sections(1_000) ?? null), buttons];
}

test('A17: a person who names the bot reads how it stands, with the buttons that they may press', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  const [words, buttons] = await told(design, 'U1');
  expect(words).toMatch(/Noted\..*3 of 3 questions open/);
  expect(buttons).toEqual(['Answer…', 'Done answering', 'Go on without answers', 'Cancel']);
  expect((await told(design, 'U2'))[1]).toEqual(['Answer…']);
});

test('A17: what ends something asks once more, from these buttons as from others', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  const asking = { person: { id: 'U1', groups: [], name: '' }, channel: 'C1' };
  const notice = await standingNotice(CONTEXT, design, asking, TO_BOT);
  const asked = elementsOf(notice?.clickable ?? null).map((each) =>
    each.kind === 'button' ? each.question?.title : '',
  );
  expect(asked).toEqual([undefined, 'Done answering?', 'Go on without answers?', 'Cancel this design?']);
});

test('A17: at a gate words lead those who may decide to its buttons, and nobody to cancelling', async () => {
  const { design } = given({ thread: THREAD, says: UNSURE }).reach('deciding');
  const [words, buttons] = await told(design, 'U1');
  expect(words).toMatch(/Use these buttons\..*https:\/\/chat\.example/);
  expect(buttons).toEqual(expect.arrayContaining(['Stop here']));
  expect([...buttons, ...(await told(design, 'U2'))[1]]).not.toContain('Cancel');
  expect(await told(design, 'U2', { kind: 'at_gate' })).toEqual(['null', []]);
});

test('A17: words before a gate are passed on, and only those who may cancel are offered it', async () => {
  const { design } = given({ thread: THREAD }).reach('proposing');
  expect(await told(design, 'U1')).toEqual([expect.stringContaining('Noted.'), ['Cancel']]);
  expect((await told(design, 'U2'))[1]).toEqual([]);
});

test('J8: words during the signing are read before the end, and those that come later are kept', async () => {
  const world = given({ thread: THREAD });
  world.reach('signing');
  expect((await told(world.design, 'U1'))[0]).toContain('Noted. ');
  world.reach('writing');
  expect((await told(world.design, 'U1'))[0]).toContain('Saved. ');
});

test('A17: words that a turn reads as a request are quoted, with what they change: nothing', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  const request = { kind: 'done', quote: 'that is all', spans: [{ from: 0, to: 11 }] } as const;
  const [words, buttons] = await told(design, 'U2', {
    kind: 'request',
    request: { ...request, spans: [...request.spans] },
  });
  expect(words).toContain('that is all');
  expect(words).toContain('Nothing happens until you press a button.');
  expect(buttons).toEqual(['Answer…']);
});

test('nothing is said of words to people', async () => {
  const { design } = given({ thread: THREAD }).reach('proposing');
  expect(await told(design, 'U1', { kind: 'at_gate' })).toEqual(['null', []]);
});
