import { expect, test } from 'vitest';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { REPLY_TEXTS, sayBecomes } from '#acts/gateway/reply-texts.ts';
import { answerByCode, drawHowItStands, isKnownToCode } from '#acts/gateway/verbs/how-it-stands.ts';
import { elementsOf } from '#acts/gateway/verbs/presses.ts';
import type { Document } from '#presentation/format/document.ts';
import { markdownOf } from '#presentation/format/markdown.ts';
import { given, type World } from '#test/support/designs/given.ts';
import { THREE_QUESTIONS, UNSURE } from '#test/support/designs/given-start.ts';
import { OPEN_TO_ALL } from '#test/support/designs/open-policy.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { listRepositories } from '#test/support/services/known-repositories.ts';
import { oneDesign } from '../one-design.ts';

const THREAD = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
const BOTH = ['Go on without more answers', 'Cancel this design'];

function askingIn(world: World, id: string) {
  const { engine } = oneDesign(() => world);
  const linkTo = () => 'https://chat.example/thread';
  const repositories = listRepositories();
  const context = { policy: OPEN_TO_ALL, clock: realClock, engine, linkTo, repositories };
  return {
    context: context as unknown as GatewayContext,
    person: { id, groups: [], name: 'Ben' },
    channel: 'C1',
    moment: { key: '' },
  };
}

type Told = readonly [words: string, buttons: string[]];

function readOf(notice: Document): Told {
  const elements = elementsOf(notice.clickable);
  const labels = elements.flatMap((each) => (each.kind === 'button' ? [each.label] : []));
  return [notice.sections.map(markdownOf).join(' '), labels];
}

/** What is said to the author of words that name the bot, and the labels of their buttons. */
async function told(world: World, id: string): Promise<Told> {
  const { design } = world;
  return readOf(await drawHowItStands(askingIn(world, id), design, sayBecomes(design)));
}

/** Words in a closed list, as they are answered; `null` for all other words. */
async function shownFor(world: World, id: string, words: string): Promise<Told | null> {
  return isKnownToCode(words)
    ? readOf(await answerByCode(askingIn(world, id), world.design, words))
    : null;
}

const answering = () => given({ thread: THREAD, says: THREE_QUESTIONS }).reach('answering');
const proposing = () => given({ thread: THREAD }).reach('proposing');
const deciding = () => given({ thread: THREAD, says: UNSURE }).reach('deciding');
const ended = () => given({ thread: THREAD }).reachEnd();

test('A17: a person who names the bot reads how it stands, with the buttons that they may press', async () => {
  const [words, buttons] = await told(answering(), 'U1');
  expect(words).toMatch(/Noted for the personas\..*3 questions are open.*https:\/\/chat\.example/);
  expect(buttons).toEqual(['Answer…', ...BOTH, 'Ask…']);
  const [ofColleague, theirs] = await told(answering(), 'U2');
  expect(ofColleague).toMatch(/Only Ana.* can go on without more answers/);
  expect(theirs).toEqual(['Answer…', 'Ask…', 'Ask Ana']);
});

test('A17: what ends something asks once more, from these buttons as from others', async () => {
  const notice = await drawHowItStands(askingIn(answering(), 'U1'), answering().design);
  const asked = elementsOf(notice.clickable).map((each) =>
    each.kind === 'button' ? each.question?.title : '',
  );
  expect(asked).toEqual([undefined, 'Go on?', 'Cancel this design?', undefined]);
});

test('A17: at a gate words lead those who may decide to its buttons, and nobody to cancelling', async () => {
  const [words, buttons] = await told(deciding(), 'U1');
  expect(words).toContain('Saved. To decide, press a button.');
  expect(buttons).toEqual(expect.arrayContaining(['Accept', 'Stop here']));
  const [ofColleague, theirs] = await told(deciding(), 'U2');
  expect(ofColleague).toContain('Only Ana');
  expect(theirs).toEqual(['Ask…', 'Ask Ana']);
  expect([...buttons, ...theirs]).not.toContain('Cancel this design');
});

test('A17: words before a gate are passed on, and only those who may cancel are offered it', async () => {
  expect(await told(proposing(), 'U1')).toEqual([
    expect.stringContaining('Noted for the personas.'),
    ['Cancel this design', 'Ask…'],
  ]);
  expect((await told(proposing(), 'U2'))[1]).toEqual(['Ask…', 'Ask Ana']);
});

test('J8: words during the signing are read before the end, and those that come later are kept', async () => {
  const world = given({ thread: THREAD });
  world.reach('signing');
  expect(sayBecomes(world.design)).toBe(REPLY_TEXTS.noted);
  world.reach('writing');
  expect(sayBecomes(world.design)).toBe(REPLY_TEXTS.saved);
});

test('A17: after the end words lead to what can still be done', async () => {
  const [words, buttons] = await told(ended(), 'U1');
  expect(words).toMatch(/Saved\. It doesn’t change the result\. One caveat/);
  expect(buttons).toEqual(['Ask…', 'Follow up…', 'Decline…', 'Accept']);
  const cancelled = proposing();
  cancelled.cancels();
  expect(await told(cancelled, 'U1')).toEqual([
    expect.stringContaining('cancelled it: there is no decision.'),
    [expect.stringContaining('Run again')],
  ]);
});

test('A17: a verb or an acceptance with anything around it does nothing, and shows how it stands', async () => {
  for (const words of [
    'cancel?',
    'ok done',
    'please stop it',
    'skip it',
    'retry please',
    'status?',
  ])
    expect(await shownFor(proposing(), 'U1', words), words).toEqual([
      expect.stringMatching(/To decide, press a button\..*Waiting/),
      ['Cancel this design', 'Ask…'],
    ]);
  for (const words of [
    'ok accept it',
    'I accept.',
    'Accepted!',
    'yes, we approve this decision',
    'LGTM',
  ])
    expect((await shownFor(deciding(), 'U1', words))?.[1], words).toContain('Accept');
  expect(await shownFor(deciding(), 'U2', 'ok accept it')).toEqual([
    expect.stringContaining('Only Ana'),
    ['Ask…', 'Ask Ana'],
  ]);
  expect((await shownFor(ended(), 'U1', 'ok accept it'))?.[1]).toContain('Accept');
  for (const words of ['we never accept this', 'accept it if the replica keeps up', 'ok', ''])
    expect(await shownFor(deciding(), 'U1', words)).toBeNull();
});

test('A17: to stop while questions are open shows both that it can mean, and how to make it an answer', async () => {
  for (const words of ['stop?', 'please stop it', 'cancel them', 'skip it']) {
    const [said = '', buttons] = (await shownFor(answering(), 'U1', words)) ?? [];
    expect(said, words).toContain('write its number in front');
    expect(buttons, words).toEqual(expect.arrayContaining(BOTH));
    expect((await shownFor(answering(), 'U2', words))?.[1], words).toContain('Ask Ana');
  }
});

test('A17: words that accept what was accepted at its gate are told by whom', async () => {
  const world = deciding();
  const [gate] = world.design.gates;
  if (gate === undefined) throw new Error('no gate');
  world.when({ type: 'decide_gate', gateId: gate.id, choice: 'accept', note: '', by: 'Ana' });
  world.reachEnd();
  expect((await shownFor(world, 'U1', 'ok accept it'))?.[0]).toMatch(/Ana accepted it/);
});
