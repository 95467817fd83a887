import { expect, test } from 'vitest';
import { nameIn } from '#core/questions/replies/author.ts';
import { lateWordsOf } from '#core/questions/replies/late-messages.ts';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import { drawLedger } from '#presentation/talk/questions.ts';
import { viewOf } from '#presentation/view/view.ts';
import { discordMarkdownOf } from '#surfaces/discord/drawing/markdown.ts';
import { answering, given, of, type World } from '../../support/designs/given.ts';
import { THREE_QUESTIONS } from '../../support/designs/given-start.ts';
import { matching } from '../../support/designs/given-submission.ts';

const shown = ({ design }: World) => discordMarkdownOf(drawLedger(viewOf(design)).sections);
const authors = ({ design }: World) => design.replies.map(({ author }) => author);

test('of two people with one name the second has a number everywhere, also after the end', () => {
  const world = answering();
  world.says('m1', 'Q2: no idea', 'Alex', 'U1');
  world.says('m2', 'Q2: no idea', 'Alex', 'U2');
  world.says('m3', 'Q2: no idea', 'Alex', 'U3');
  world.says('m4', 'Mind the freeze.', 'Alex', 'U2');
  expect(authors(world)).toEqual(['Alex', 'Alex (2)', 'Alex (3)', 'Alex (2)']);
  for (const _ of ['m1', 'others']) world.submits('synthesizer', matching());
  expect(shown(world)).toContain('Alex (2) added a remark;');
  world.when({ type: 'revise_reply', replyId: 'm4', author: 'Alex', text: 'Mind the thaw.' });
  expect(authors(world).at(-1)).toBe('Alex (2)');
  world.cancels();
  world.says('m5', 'Thanks.', 'Alex', 'U3');
  expect(lateWordsOf(world.design).map(({ author }) => author)).toEqual(['Alex (3)']);
});

test('the person who started it has their name, and who has another by now is one person with it', () => {
  const thread = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
  const world = given({ thread, says: THREE_QUESTIONS }).reach('answering');
  const { startedBy } = world.design;
  world.says('m1', 'It depends.', startedBy, 'U2');
  world.says('m2', 'It depends.', startedBy, 'U1');
  world.says('m3', 'It depends.', 'Alexandra', 'U1');
  expect(authors(world)).toEqual([`${startedBy} (2)`, startedBy, 'Alexandra']);
  for (const _ of ['m1', 'm3']) world.submits('synthesizer', matching());
  expect(shown(world)).toContain(`${startedBy} (2) and Alexandra added a remark`);
});

test('two people of one name who only pressed buttons are told apart and recorded once by id', () => {
  const thread = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U9' };
  const world = given({ thread, says: THREE_QUESTIONS }).reach('answering');
  world.says('m1', 'Mind the freeze.', 'Alex', 'U3');
  const asks = (byId: string, act: 'cancel' | 'go_on') =>
    world.when({ type: 'ask_starter', act, by: 'Alex', byId });
  asks('U1', 'cancel');
  asks('U2', 'cancel');
  asks('U1', 'go_on');
  expect(of(world.history, 'people_reminded').map(({ by }) => by)).toEqual([
    'Alex (2)',
    'Alex (3)',
    'Alex (2)',
  ]);
  expect(world.design.people).toEqual([
    { author: 'Alex (2)', authorId: 'U1' },
    { author: 'Alex (3)', authorId: 'U2' },
  ]);
  world.says('m2', 'Due in March.', 'Alex', 'U2');
  expect(authors(world).at(-1)).toBe('Alex (3)');
  world.when({ type: 'cancel', by: 'Alex', byId: 'U4', reason: '' });
  expect(world.design.end?.by).toBe('Alex (4)');
});

test('a name stays within its bounds, and without an id it is who somebody is', () => {
  const name = 'x'.repeat(BOUNDS.personCharacters + 9);
  const world = answering();
  world.says('m1', 'One.', 'Alex', 'U1');
  world.says('m2', 'Two.', 'Alex');
  world.says('m3', 'Three.', name.slice(9), 'U2');
  world.says('m4', 'Four.', name.slice(9), 'U3');
  world.says('m5', 'Five.', name.slice(9), 'U3');
  const long = authors(world).slice(2);
  expect(authors(world)[1]).toBe('Alex');
  expect(new Set(long).size).toBe(2);
  expect(long[2]).toBe(long[1]);
  expect(Math.max(...long.map(({ length }) => length))).toBeLessThanOrEqual(
    BOUNDS.personCharacters,
  );
  expect(nameIn(world.design, { author: name })).toHaveLength(BOUNDS.personCharacters);
});

test('a person who looks like another has a number, and one who looks like a participant is called a person', () => {
  const world = answering();
  world.says('m1', 'Yes.', 'Alex', 'U1');
  const title = world.design.participants[0]?.title ?? '';
  const looks = ['Alex\u034f', 'ALEX', 'Alex\u3164', '\uff21lex', 'Al\u{e0041}ex'];
  for (const [at, name] of looks.entries()) {
    const found = nameIn(world.design, { author: name, authorId: `U${at + 2}` });
    expect(found).toBe(`${name} (2)`);
  }
  for (const name of [title, title.toLowerCase(), 'Charrette', 'the synthesizer']) {
    expect(nameIn(world.design, { author: name, authorId: 'U8' })).toBe(`${name} (a person)`);
  }
  expect(nameIn(world.design, { author: 'Alexa', authorId: 'U9' })).toBe('Alexa');
});
