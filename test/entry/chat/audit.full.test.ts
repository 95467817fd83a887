import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import type { AuditEntry } from '../../../src/engine/ports/audit-log.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { DISCORD, SLACK } from './platforms.ts';
import { begin, click } from './telling.ts';
import type { ChatWorld, Posted } from './world.ts';

type Shown = Omit<AuditEntry, 'at'> & { readonly at: string };

async function entriesOf(world: ChatWorld<Posted>): Promise<readonly Shown[]> {
  return (await world.daemon.get<{ entries: Shown[] }>('/audit?limit=500')).entries;
}

test.each([SLACK, DISCORD])(
  'D8: on $name it is on record who started, said, decided and was refused',
  async ({ name, open }) => {
    const world = await open({ ...FEW_PERSONAS });
    const { ana, ben } = world;
    const way = name === 'Discord' ? 'discord' : 'slack';
    const noted = async (what: string, who: string, outcome: AuditEntry['outcome']): Promise<Shown> => {
      let found: Shown | undefined;
      await until(`${who} ${what} ${outcome}`, async () => {
        found = (await entriesOf(world)).find(
          (entry) => entry.what === what && entry.who === who && entry.outcome === outcome,
        );
        return found !== undefined;
      });
      if (found === undefined) throw new Error('it was there');
      expect(found).toMatchObject({ via: { way }, from: '' });
      return found;
    };
    const card = await begin(world);
    const { id } = await world.design();
    expect(await noted('start', 'Ana', 'done')).toMatchObject({ designId: id, detail: '' });

    const questions = await world.says(card, 'before they write');
    for (let count = 0; count < 3; count++) await click(world, ben, card, ACTIONS.cancel);
    expect(await noted('cancel', 'Ben', 'refused')).toMatchObject({
      designId: id,
      detail: expect.stringContaining('Only Ana, who started this'),
    });
    expect((await entriesOf(world)).filter(({ what }) => what === 'cancel')).toHaveLength(1);
    world.say(ben, card, 'Q1: My words stay where they are.');
    expect(await noted('reply', 'Ben', 'done')).toMatchObject({ designId: id, detail: '' });
    await click(world, ana, questions, ACTIONS.skip);
    const asked = () => {
      const shown = world.shownTo(ana);
      return shown !== undefined && world.hasButton(shown, ACTIONS.sure) ? shown : undefined;
    };
    if (asked() !== undefined)
      await world.press(ana, await world.message('the question', asked), ACTIONS.sure);
    expect(await noted('skip', 'Ana', 'done')).toMatchObject({ designId: id });
    expect(JSON.stringify(await entriesOf(world))).not.toMatch(/My words|Kafka/);
  },
);

test.each([SLACK, DISCORD])(
  'D8: on $name a start that is refused is on record, by whatever way it was asked for',
  async ({ name, open }) => {
    const nobody = name === 'Discord' ? '100000000000000001' : 'U0NOBODY99';
    const world = await open({ ...FEW_PERSONAS, CHARRETTE_STARTERS: nobody });
    await world.start(world.ben, world.general, 'Should the job queue move from Redis to Kafka?');
    await world.told(world.ben, 'Only some people may start designs here');
    const refused = { who: 'Ben', what: 'start', outcome: 'refused', designId: null };
    await until('the entry', async () => (await entriesOf(world)).length > 0);
    expect(await entriesOf(world)).toMatchObject([
      { ...refused, detail: expect.stringContaining('Only some people may start designs here') },
    ]);
  },
);
