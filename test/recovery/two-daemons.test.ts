import { expect } from 'vitest';
import type { DesignView } from '../../src/presentation/schema/view.ts';
import { needing } from '../support/runner/needing.ts';
import { attend, start, untilAsked } from './people.ts';
import {
  began,
  ends,
  expectWholeAfter,
  ownerFirst,
  withTwo,
  withTwoProcesses,
} from './two-machines.ts';

/** The name on record of `ana`, whom the API has only the caller's word for. */
const ANA = 'ana, by the API (token admin)';

const { describe, test } = await needing('postgres');

describe('two daemons on one database', () => {
  test('A13: a design started on one is followed live, answered and decided on the other', ({
    onTestFinished,
  }) =>
    withTwo(onTestFinished, async ([one, two], world) => {
      const id = await start(one, 'Started on one, answered on the other');
      const feed = two.events(id);
      await untilAsked(two, id, 'answering_opened');
      const reply = await two.insist(`/designs/${id}/replies`, {
        text: 'Some hundred.',
        author: 'ana',
      });
      expect(reply.status).toBe(201);
      await attend(two, id);
      await one.untilEnded(id);
      expect(one.events(id).seen).toEqual(feed.seen);
      expect(feed.of('reply_recorded')).toMatchObject([{ author: ANA, text: 'Some hundred.' }]);
      await expectWholeAfter(world, id, two, one);
    }));

  test('P5: one request that arrives at both starts one design', ({ onTestFinished }) =>
    withTwo(onTestFinished, async ([one, two]) => {
      const topic = 'Sent to both';
      const ids = await Promise.all([start(one, topic), start(two, topic), start(one, topic)]);
      expect(new Set(ids).size).toBe(1);
      const { designs } = await two.get<{ designs: DesignView[] }>('/designs');
      expect(designs.map((design) => design.id)).toEqual([ids[0]]);
      await two.post(`/designs/${ids[0]}/cancel`);
      await ends(one, two);
    }));

  test('C18: when the process of the owner is killed with -9, the other completes the design', ({
    onTestFinished,
  }) =>
    withTwoProcesses(onTestFinished, async (daemons, world) => {
      const id = await start(daemons[0], 'The process of the owner is killed');
      const [victim, survivor] = await ownerFirst(daemons, id);
      const told = attend(survivor, id);
      await survivor.events(id).until('an argument', began('argument'));
      victim.signal('SIGKILL');
      await told;
      await expectWholeAfter(world, id, survivor);
    }));
});
