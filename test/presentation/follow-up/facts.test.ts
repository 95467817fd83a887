import { expect, test } from 'vitest';
import { FACTS } from '#core/vocabulary/sets.ts';
import { FACT_LABELS, findFacts, sayFact } from '#presentation/answers/facts.ts';
import { drawResultMessage } from '#presentation/thread/result.ts';
import { viewOf } from '#presentation/view/view.ts';
import { given } from '../../support/designs/given.ts';

test.each([
  ['Where is the ADR?', ['where']],
  ['where is it', ['where']],
  ['Where’s the brief?', ['where']],
  ['How much did it cost, and how long did it take?', ['cost', 'how_long']],
  ['how much?', ['cost']],
  ['How much is it so far?', ['cost']],
  ['How much does this cost us?', ['cost']],
  ['Who decided?', ['who']],
  ['who decided this?', ['who']],
  ['Charrette, who decides this?', ['who']],
  ['Who’s involved?', ['who']],
  ['how long will this take?', ['how_long']],
  ['How long will this design take?', ['how_long']],
  ['How long?', ['how_long']],
  ['how much longer', ['how_long']],
  ['How much time is left?', ['how_long']],
  ['What’s the ETA?', ['how_long']],
  ['When will it be finished?', ['how_long']],
  ['Where are the files, and who took part?', ['where', 'who']],
  ['Who?', []],
  ['Where is?', []],
  ['When is it?', []],
  ['Who is it?', []],
  ['How long is it?', []],
  ['What was decided?', []],
  ['How much faster is it?', []],
  ['How much should we charge?', []],
  ['How much, and which queue?', []],
  ['Should we charge for links?', []],
  ['Should we pay for links?', []],
  ['When should we run it?', []],
  ['Who should decide?', []],
  ['How long should the design wait for people?', []],
  ['How long does the migration take?', []],
  ['Where does the queue live?', []],
  ['Why is the cost that high?', []],
  ['Was hat es gekostet?', []],
  ['We have many files', []],
  ['It takes a long time', []],
  ['We pay for it', []],
  ['the files', []],
  ['take your time', []],
  ['When it is done', []],
  ['', []],
])(
  'A17: “%s” asks for these facts if it is a known question, and for none otherwise',
  (question, facts) => {
    expect(findFacts(question)).toEqual(facts);
  },
);

test('J14: each fact is told before and after the end, and its own label asks for it', () => {
  for (const { design } of [given(), given().reachEnd()])
    for (const fact of FACTS) {
      expect(sayFact(viewOf(design), fact)).toMatch(/\w.*\.$/s);
      expect(findFacts(FACT_LABELS[fact])).toEqual([fact]);
    }
});

test('J14: who decided is told of a cancelled design, and that nobody has', () => {
  const world = given().reach('proposing');
  expect(sayFact(viewOf(world.design), 'who')).toContain('Nobody has decided yet.');
  world.when({ type: 'cancel', by: 'Ben', reason: '' });
  expect(sayFact(viewOf(world.design), 'who')).toMatch(/Ben cancelled it\.$/);
});

test('J14: where the files are says of each where it is, and shows people of a chat no shell command', () => {
  const thread = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
  const view = viewOf(given({ thread }).reachEnd().design);
  const attached = drawResultMessage(view).files?.map(({ name }) => name) ?? [];
  const files = [...attached, 'decision.md', 'events.jsonl'];
  const where = (page: string | null) =>
    sayFact({ ...view, files: view.files.length > 0 ? view.files : files, page }, 'where');
  for (const page of [null, 'https://console.example/1'])
    expect(where(page)).toMatch(/attached below the result in the thread\. .* more\.$/);
  expect(where(null)).not.toContain('charrette ');
  expect(where('https://console.example/1')).toContain('https://console.example/1 has these and');
});
