import { claimsOf } from '#core/proposals/labels.ts';
import { causeOf } from '#test/support/designs/given.ts';
import { pointsFor, type Script } from '#test/support/designs/given-start.ts';
import { argument, audit, mappingOf, revision } from '#test/support/designs/given-submission.ts';
import { tellDead } from '#test/support/designs/told-design.ts';
import { deciding, ended, failing, held, type Way } from './story.ts';

const staying: NonNullable<Script['argument']> = (design, speaker) =>
  argument(...pointsFor(design, speaker));
/** Moves, and names no claim that moved it. */
const nodding: NonNullable<Script['argument']> = (design, speaker) =>
  argument(
    ...pointsFor(design, speaker, '>b').map((each) => ({ ...each, changedBy: [], answer: 'Ok.' })),
  );
const graded =
  (impact: 'high' | 'medium' | 'low'): NonNullable<Script['mapping']> =>
  (design) => {
    const claims = claimsOf(design);
    const [first = '', ...others] = new Set(claims.map(({ label }) => label));
    return mappingOf(
      claims.map(({ id }) => id),
      [impact, first, others.join('')],
    );
  };

/** What becomes of a difference, and of those who hold its sides. */
export const OF_DIFFERENCES: readonly Way[] = [
  {
    rule: 'J11',
    way: 'a high difference on which nobody moved',
    told: () => ended({ argument: staying }),
    caveat: 'difference_open',
  },
  {
    rule: 'J2',
    way: 'a concession that says “Ok.” and no more',
    told: () => ended({ argument: nodding }),
    caveat: 'difference_open',
  },
  {
    rule: 'J11',
    way: 'a medium difference on which nobody moved',
    told: () => ended({ mapping: graded('medium'), argument: staying }),
    caveat: null,
  },
  {
    rule: 'J11',
    way: 'a quick design that argues nothing',
    told: () =>
      ended(
        { mapping: graded('high'), audit: () => audit('minor') },
        { settings: { depth: 'quick' } },
      ),
    caveat: 'difference_open',
  },
  {
    rule: 'J11',
    way: 'proposals that nobody compared',
    told: () => failing(held(), 'mapping'),
    caveat: 'not_audited',
  },
  {
    rule: 'J11',
    way: 'a text that nobody audited',
    told: () => failing(held(), 'auditing'),
    caveat: 'not_audited',
  },
  {
    rule: 'C13',
    way: 'one of three at the end',
    told: () => {
      const world = held().reach('signing');
      for (const name of ['subtractor', 'archaeologist'])
        tellDead(world, name, causeOf('killed', 'killed'));
      return world.reachEnd();
    },
    caveat: 'persona_missing',
  },
  {
    rule: 'C10',
    way: 'one that was lost while it signed',
    told: () => {
      const world = held().reach('signing');
      tellDead(world, 'subtractor', causeOf('out_of_memory', 'out of memory'));
      return world.reachEnd();
    },
    caveat: 'persona_missing',
  },
  {
    rule: 'C17',
    way: 'a stand-in who composes',
    told: () => {
      const world = held().reach('composing');
      world.fails('synthesizer');
      return world.reachEnd();
    },
    caveat: 'step_missing',
  },
  {
    rule: 'J11',
    way: 'one who was not waited for while it was argued',
    told: () => {
      const world = held().reach('arguing');
      world.fails('migrationist');
      return world.reachEnd();
    },
    caveat: 'persona_missing',
  },
  {
    rule: 'J8',
    way: 'a person who accepts it over an open difference',
    told: () => {
      const world = held({ argument: staying }, { settings: { gates: 'ask' } }).reach('deciding');
      world.decidesGate('accept');
      return world.reachEnd();
    },
    caveat: 'difference_open',
  },
  {
    rule: 'J8',
    way: 'a person who settles an open difference',
    told: () => {
      const world = held(
        { argument: staying, revision: (design) => revision(design) },
        { settings: { gates: 'ask' } },
      ).reach('deciding');
      world.settles('D1', '1a');
      return world.reachEnd();
    },
    caveat: null,
  },
  {
    rule: 'J8',
    way: 'a person who stops it at its gate',
    told: () => {
      const world = held({ argument: staying }, { settings: { gates: 'ask' } }).reach('deciding');
      world.decidesGate('stop');
      return world.reachEnd();
    },
    caveat: 'cut_short',
  },
  { rule: 'J11', way: 'a design that was challenged and held', told: () => ended(), caveat: null },
  {
    rule: 'J11',
    way: 'a decision that says again what it was asked',
    told: () =>
      ended({
        composite: deciding(() => ({ sentence: 'Whether the queue moves is to be decided.' })),
      }),
    caveat: null,
  },
];
