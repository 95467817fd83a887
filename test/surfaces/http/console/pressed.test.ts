import { expect, test } from 'vitest';
import type { Viewer } from '#engine/access/viewer.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { oneDesign } from '#test/acts/gateway/one-design.ts';
import { given, type World } from '#test/support/designs/given.ts';
import { DIVIDED } from '#test/support/designs/given-start.ts';
import { drawnAct, drawnActs } from '../../drawn-controls.ts';
import { expectedOf, type Kind, type People, STATES, WHO } from '../../pressed-stories.ts';
import { asViewer } from '../as-viewer.ts';
import { Client, SLACK } from '../client.ts';

const PEOPLE: People = {
  starter: 'U1',
  answered: 'U2',
  differed: 'U3',
  decider: 'U4',
  operator: 'U5',
  stranger: 'U6',
};
const THREAD = { platform: 'slack', channel: 'C1', thread: '1.1', starter: PEOPLE.starter };
const POLICY = { starters: [], deciders: [PEOPLE.decider], operators: [PEOPLE.operator] };
const FORM = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin', accept: 'text/html' };

const READERS = {
  isOperator: ({ id }: { readonly id: string }) => id === PEOPLE.operator,
  canOpen: async () => true,
  channelsOf: async () => null,
};

/** How many presses follow each other, where an answer has buttons. */
const PRESSES = 3;

test.each(Object.entries(STATES))(
  'A25: every button of a page is pressed as it was drawn: %s',
  async (_, begin) => {
    const first = begin(THREAD, PEOPLE);
    let current = first;
    const { engine, done, forget } = oneDesign(() => current);
    const gateway = { ...SLACK, policy: POLICY, readers: READERS };
    const { app } = new Client(engine, { gateways: new Map([['slack', gateway]]) });
    const path = `/designs/${first.design.id}`;
    const wrong: string[] = [];
    const pressed = new Set<string>();

    for (const who of WHO) {
      const person = { id: PEOPLE[who], groups: [], name: who };
      const viewer: Viewer = { kind: 'person', platform: 'slack', person };
      const pages = asViewer(app, viewer);
      const press = async (act: string) => {
        forget();
        const body = new URLSearchParams({ act, version: String(current.design.version) });
        const answer = await pages.request(`${path}/acts`, { method: 'POST', headers: FORM, body });
        const text = await answer.text();
        return { text, kind: kindOf(text, answer.headers.get('location'), done) };
      };
      const explore = async (page: string, world: World, depth: number): Promise<void> => {
        for (const { act, control } of drawnActs(page)) {
          if (pressed.has(`${who} ${act}`)) continue;
          pressed.add(`${who} ${act}`);
          current = world.fork();
          const { text, kind } = await press(act);
          // Who is not sure is led back to the page.
          const expected =
            control.action === 'not_sure'
              ? 'nothing'
              : expectedOf(control, who, world.design, PEOPLE, false);
          if (kind !== expected) wrong.push(`${who}, ${act}: ${kind}, not ${expected}`);
          if (depth < PRESSES && kind !== 'done') await explore(text, current, depth + 1);
        }
      };
      current = first;
      const page = await pages.request(path, { headers: FORM });
      expect(page.status).toBe(200);
      await explore(await page.text(), first, 1);
    }
    expect(wrong).toEqual([]);
    expect(pressed.size).toBeGreaterThan(0);
  },
);

test.each(['two differ', 'a gate over two who differ'])(
  'J13: a page offers each reader only the answers that they may take: %s',
  async (state) => {
    const world = STATES[state]?.(THREAD, PEOPLE);
    if (world === undefined) throw new Error('there is no such state');
    const { engine } = oneDesign(() => world);
    const gateway = { ...SLACK, policy: POLICY, readers: READERS };
    const { app } = new Client(engine, { gateways: new Map([['slack', gateway]]) });
    const offered: Record<string, number> = {};
    for (const who of WHO) {
      const person = { id: PEOPLE[who], groups: [], name: who };
      const pages = asViewer(app, { kind: 'person', platform: 'slack', person });
      const page = await pages.request(`/designs/${world.design.id}`, { headers: FORM });
      const text = await page.text();
      expect(text).toContain('Nobody since March.');
      offered[who] = drawnActs(text).filter(({ control }) => control.action === 'agree').length;
    }
    expect(offered).toEqual({
      starter: 2,
      answered: 1,
      differed: 1,
      decider: 2,
      operator: 2,
      stranger: 0,
    });
  },
);

test('while personas argue, each side stands in words for whoever may not settle it', async () => {
  const world = given({ says: DIVIDED, thread: THREAD }).reach('arguing');
  const { engine } = oneDesign(() => world);
  const gateway = { ...SLACK, policy: POLICY, readers: READERS };
  const { app } = new Client(engine, { gateways: new Map([['slack', gateway]]) });
  const sides = world.design.divergences.flatMap(({ positions }) => positions);
  const settling: Record<string, number> = {};
  for (const who of ['starter', 'stranger'] as const) {
    const person = { id: PEOPLE[who], groups: [], name: who };
    const pages = asViewer(app, { kind: 'person', platform: 'slack', person });
    const page = await pages.request(`/designs/${world.design.id}`, { headers: FORM });
    const text = await page.text();
    const [, drawn = ''] = text.split('<ul class="sides">');
    const [shown = ''] = drawn.split('</ul><p class="newest"');
    for (const { statement } of sides) expect(shown, who).toContain(statement);
    settling[who] = drawnActs(shown).length;
  }
  expect(settling).toEqual({ starter: sides.length, stranger: 0 });
});

function kindOf(text: string, location: string | null, done: readonly string[]): Kind {
  if (text.includes(TEXTS.gone)) return 'deleted';
  if (done.length > 0) return 'done';
  if (location?.includes('/start') === true || text.includes('name="form"')) return 'form';
  if (drawnAct(text, 'sure') !== undefined) return 'asked';
  if (text.includes('Only ')) return 'refused';
  return location === null ? 'shown' : 'nothing';
}
