import { expect, test } from 'vitest';
import { elementsOf } from '../../../../src/acts/gateway/actions.ts';
import type { GatewayContext } from '../../../../src/acts/gateway/gateway-context.ts';
import {
  actAsked,
  drawStatusNotice,
  type Spoken,
} from '../../../../src/acts/gateway/messages/status-notice.ts';
import type { Design } from '../../../../src/core/vocabulary/design.ts';
import type { Document } from '../../../../src/presentation/format/document.ts';
import { given } from '../../../support/designs/given.ts';
import { THREE_QUESTIONS, UNSURE } from '../../../support/designs/given-start.ts';
import { OPEN_TO_ALL } from '../../../support/designs/open-policy.ts';

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
  const notice = await drawStatusNotice(CONTEXT, design, asking, spoken);
  return [JSON.stringify(notice?.sections(1_000) ?? null), labelsOf(notice)];
}

function labelsOf(notice: Document | null): string[] {
  const elements = elementsOf(notice?.clickable ?? null);
  return elements.flatMap((each) => (each.kind === 'button' ? [each.label] : []));
}

test('A17: a person who names the bot reads how it stands, with the buttons that they may press', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  const [words, buttons] = await told(design, 'U1');
  expect(words).toMatch(/Noted\..*3 of 3 questions open/);
  expect(buttons).toEqual(['Answer…', 'Go on', 'Ask…', 'Cancel']);
  const [ofColleague, theirs] = await told(design, 'U2');
  expect(ofColleague).toContain('Only Ana');
  expect(theirs).toEqual(['Answer…', 'Ask…', 'Ask Ana']);
});

test('A17: what ends something asks once more, from these buttons as from others', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  const asking = { person: { id: 'U1', groups: [], name: '' }, channel: 'C1' };
  const notice = await drawStatusNotice(CONTEXT, design, asking, TO_BOT);
  const asked = elementsOf(notice?.clickable ?? null).map((each) =>
    each.kind === 'button' ? each.question?.title : '',
  );
  expect(asked).toEqual([undefined, 'Go on?', undefined, 'Cancel this design?']);
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
  expect(await told(design, 'U1')).toEqual([expect.stringContaining('Noted.'), ['Ask…', 'Cancel']]);
  expect((await told(design, 'U2'))[1]).toEqual(['Ask…']);
});

test('J8: words during the signing are read before the end, and those that come later are kept', async () => {
  const world = given({ thread: THREAD });
  world.reach('signing');
  expect((await told(world.design, 'U1'))[0]).toContain('Noted. ');
  world.reach('writing');
  expect((await told(world.design, 'U1'))[0]).toContain('Saved. ');
});

const requested = (kind: 'go_on' | 'cancel', quote: string): Spoken => ({
  kind: 'request',
  request: { kind, quote, spans: [{ from: 0, to: quote.length }] },
});

test('A17: words that a turn reads as a request are quoted, with the one button that does it', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  const spoken = requested('go_on', 'that is all');
  expect(await told(design, 'U1', spoken)).toEqual([
    expect.stringMatching(/that is all.*press Go on\./),
    ['Go on'],
  ]);
  expect(await told(design, 'U2', spoken)).toEqual([
    expect.stringMatching(/that is all.*Only Ana.* can go on without more answers/),
    ['Ask Ana'],
  ]);
  expect((await told(design, 'U2', requested('cancel', 'stop it')))[1]).toEqual(['Ask Ana']);
});

const BOTH = ['Cancel this design', 'Go on without more answers'];

test('A17: to stop while questions are open is offered as both that it can mean, and neither as likely', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  expect((await told(design, 'U1', requested('cancel', 'bitte halt an')))[1]).toEqual(BOTH);
  for (const words of ['stop?', 'please stop it', 'ok stop that now!']) {
    expect((await shownFor(design, 'U1', words))?.[1]).toEqual(BOTH);
    expect((await shownFor(design, 'U2', words))?.[1]).toEqual(['Ask Ana']);
  }
  const asking = { person: { id: 'U1', groups: [], name: 'Ana' }, channel: 'C1' };
  const notice = await actAsked(CONTEXT, design, asking, 'stop it');
  expect(elementsOf(notice?.clickable ?? null)).toMatchObject([{ look: 'danger' }, { look: 'plain' }]);
  const proposing = given({ thread: THREAD }).reach('proposing').design;
  expect((await shownFor(proposing, 'U1', 'please stop it'))?.[1]).toEqual(['Cancel']);
  const gate = given({ thread: THREAD, says: UNSURE }).reach('deciding').design;
  expect((await shownFor(gate, 'U1', 'please stop it'))?.[1]).toEqual(['Stop here']);
  expect((await told(gate, 'U1', requested('cancel', 'abbrechen')))[1]).toEqual(['Stop here']);
  expect((await shownFor(gate, 'U1', 'cancel?'))?.[1]).toEqual(['Stop here']);
});

test('A17: words for an act that is not possible now are told so, with how it stands, and get no button', async () => {
  const proposing = given({ thread: THREAD }).reach('proposing').design;
  for (const words of ['ok done', 'skip it', 'retry please', 'accept it', 'lgtm, accept'])
    expect(await shownFor(proposing, 'U1', words), words).toEqual([
      expect.stringMatching(/There is no.* now\..*Waiting/),
      [],
    ]);
  const ended = given({ thread: THREAD }).reachEnd().design;
  for (const words of ['ok done', 'cancel?', 'please stop it', 'retry?'])
    expect(await shownFor(ended, 'U1', words), words).toEqual([
      expect.stringMatching(/There is no.* now\..*/),
      [],
    ]);
});

test('A17: words that accept what was accepted at its gate are told by whom', async () => {
  const world = given({ thread: THREAD, says: UNSURE });
  const { design } = world.reach('deciding');
  const [gate] = design.gates;
  if (gate === undefined) throw new Error('no gate');
  world.when({ type: 'decide_gate', gateId: gate.id, choice: 'accept', note: '', by: 'Ana' });
  world.reachEnd();
  expect(await shownFor(world.design, 'U1', 'ok accept it')).toEqual([
    expect.stringMatching(/nothing to accept now\..*Accepted by Ana on/),
    [],
  ]);
});

test('A17: words for an act that can be an answer are told how to become one', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  for (const words of ['cancel them', 'skip it', 'stop it'])
    expect((await shownFor(design, 'U1', words))?.[0], words).toContain('write its number in front');
});

test('A17: a request for what is over is told how it stands', async () => {
  const { design } = given({ thread: THREAD }).reach('proposing');
  expect((await told(design, 'U1', requested('go_on', 'go on')))[1]).toEqual(['Ask…', 'Cancel']);
});

/** Words in a closed list, as they are answered: their words and buttons; `null` for all other words. */
async function shownFor(design: Design, id: string, words: string): Promise<[string, string[]] | null> {
  const asking = { person: { id, groups: [], name: 'Ben' }, channel: 'C1' };
  const notice = await actAsked(CONTEXT, design, asking, words);
  return notice === null ? null : [JSON.stringify(notice.sections(1_000)), labelsOf(notice)];
}

test('A17: words that accept at a gate are shown that one button, or who may press it', async () => {
  const { design } = given({ thread: THREAD, says: UNSURE }).reach('deciding');
  for (const words of ['ok accept it', 'I accept.', 'Accepted!', 'yes, we approve this decision', 'LGTM'])
    expect(await shownFor(design, 'U1', words)).toEqual([
      expect.stringContaining('press Accept.'),
      ['Accept'],
    ]);
  expect(await shownFor(design, 'U2', 'ok accept it')).toEqual([
    expect.stringContaining('Only Ana'),
    ['Ask Ana'],
  ]);
  for (const words of ['we never accept this', 'accept it if the replica keeps up', 'ok', ''])
    expect(await shownFor(design, 'U1', words)).toBeNull();
  expect((await told(design, 'U1'))[1].length).toBeGreaterThan(1);
});

test('A17: words that accept while questions are open are told how to become an answer', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  expect(await shownFor(design, 'U1', 'ok accept it')).toEqual([
    expect.stringMatching(/nothing to accept now\..*3 of 3 questions open.*write its number in front/),
    [],
  ]);
  const ended = given({ thread: THREAD }).reachEnd().design;
  expect((await shownFor(ended, 'U1', 'ok accept it'))?.[1]).toEqual(['Accept']);
});

test('A17: a verb with anything around it is shown its button, or who may press it', async () => {
  const { design } = given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
  expect((await shownFor(design, 'U1', 'cancel?'))?.[1]).toEqual(['Cancel']);
  expect((await shownFor(design, 'U1', 'ok done'))?.[1]).toEqual(['Go on']);
  expect((await shownFor(design, 'U2', 'Done!'))?.[1]).toEqual(['Ask Ana']);
  const asking = { person: { id: 'U2', groups: [], name: 'Ben' }, channel: 'C1' };
  const notice = await actAsked(CONTEXT, design, asking, 'status?');
  expect(elementsOf(notice?.clickable ?? null)).toMatchObject([
    { label: 'Status', action: 'typed', value: `status ${design.id}` },
  ]);
});

test('nothing is said of words to people', async () => {
  const { design } = given({ thread: THREAD }).reach('proposing');
  expect(await told(design, 'U1', { kind: 'at_gate' })).toEqual(['null', []]);
});
