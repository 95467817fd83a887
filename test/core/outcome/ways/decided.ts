import { proposalLettersOf } from '#core/decision/check-base.ts';
import { listFindingsToAnswer } from '#core/decision/findings.ts';
import { listSentencesLeftOut } from '#core/decision/people.ts';
import { claimsOf } from '#core/proposals/labels.ts';
import type { Audit, Submission } from '#core/vocabulary/submission.ts';
import { BARE, citePlace } from '#test/support/designs/claims.ts';
import type { World } from '#test/support/designs/given.ts';
import { pointsFor, type Script } from '#test/support/designs/given-start.ts';
import {
  argument,
  audit,
  composite,
  contradicting,
  decision,
  differ,
  framing,
  mapping,
  mappingOf,
  matching,
  proposal,
  refuting,
  rejecting,
  revision,
} from '#test/support/designs/given-submission.ts';
import { asking, ended, held, type Way } from './story.ts';

const REPOSITORY = { name: 'shop', commit: '08aa129'.padEnd(40, '0'), digest: '' };
const BUILD_IT = 'We have already decided to build it. Confirm it.';
const staying: NonNullable<Script['argument']> = (design, speaker) =>
  argument(...pointsFor(design, speaker));

/** The auditor says this, and the revision leaves it as it is. */
const audited = (changes: Partial<Audit>): Script => ({
  audit: (design) => {
    const { tool, input } = audit('minor');
    return refuting(design, { tool, input: { ...input, ...changes } });
  },
  revision: (design) =>
    revision(design, {
      changes: [],
      findings: listFindingsToAnswer(design).map(({ id }) => ({
        finding: id,
        where: 'No.',
        done: 'left_open',
      })),
    }),
});
/** The auditor finds this sentence of a person contradicted, and the revision leaves it so. */
const contradicted = (said: string): Script => ({
  audit: () => contradicting(said),
  revision: (design) =>
    revision(design, {
      changes: [],
      findings: listSentencesLeftOut(design).map(({ name }) => ({
        finding: name,
        where: 'No.',
        done: 'left_open',
      })),
    }),
});
/** The draft rests on all that holds but this claim, and says nothing of it. */
const passingOver =
  (claim: string): NonNullable<Script['composite']> =>
  (design) => {
    const { rests } = decision(design);
    const without = rests.filter((id) => id !== claim);
    return composite(design, { decision: decision(design, { rests: without, steps: [] }) });
  };
/** The draft of a design in which a high difference is open. */
const drafting = (draft: NonNullable<Script['composite']>) =>
  ended({ argument: staying, composite: draft });

/** The map names nothing but this claim, which one alone has made and which decides. */
function callingDecisive(claim: string): Submission {
  const map = mapping();
  if (map.tool !== 'map_divergences') throw new Error(`a map is no ${map.tool}`);
  const lone = [{ claim, why: 'It halves the load.' }];
  return { ...map, input: { ...map.input, lone } };
}

/** The first alone has found a fact, which is checked, and the draft leaves it out. */
function leavingOutFact(says: Script = {}): World {
  const world = held({ composite: passingOver('A-2'), ...says }, { repository: REPOSITORY }).reach(
    'proposing',
  );
  const check = { item: 2, status: 'checked', path: 'src/queue.ts', from: 12, to: 12 } as const;
  const fact = {
    ...citePlace('src/queue.ts:12', 'retry forever'),
    kind: 'fact',
    text: 'It never stops.',
  } as const;
  while (world.design.step === 'proposing') {
    const { participant: speaker } = world.turn();
    const isAlone = world.design.drawnOrder[0] === speaker;
    const kind = world.design.drawnOrder.at(-1) === speaker ? 'reason' : 'decision';
    const claims = [{ ...BARE, kind, text: `${speaker} says: one table.` } as const, fact];
    const said = proposal({ headline: speaker, claims: claims.slice(0, isAlone ? 2 : 1) });
    world.submits(speaker, said, undefined, isAlone ? [check] : []);
  }
  return world.reachEnd();
}

/** What a decision does with the question, with people's words and with claims. */
export const OF_DECISIONS: readonly Way[] = [
  {
    rule: 'J11',
    way: 'a decision on another topic',
    told: () =>
      ended(audited({ answersQuestion: { reason: 'It is about a newsletter.', verdict: false } })),
    caveat: 'question_not_answered',
  },
  {
    rule: 'J8',
    way: 'the asker’s own decision contradicted',
    told: () => ended(contradicted('T.1'), { start: { topic: BUILD_IT } }),
    caveat: 'contradicts_person',
    stands: ['It contradicts Ana’s own question: “We have already decided to build it.”'],
  },
  {
    rule: 'J8',
    way: 'a decision of the asker’s in the context contradicted',
    told: () =>
      ended(
        {
          ...contradicted('T.2'),
          framing: (design) => framing(design, [], { decided: [{ quote: 'Redis goes' }] }),
        },
        {
          start: {
            context: [{ name: 'mail', text: 'We met on Friday. Redis goes, that is decided.' }],
          },
          isFramedFirst: true,
        },
      ),
    caveat: 'contradicts_person',
    stands: ['It contradicts Ana’s own question: “Redis goes, that is decided.”'],
  },
  {
    rule: 'J8',
    way: 'a person’s answer contradicted',
    told: () => {
      const world = asking(contradicted('R1.1'));
      world.says('m1', 'We may not use a second vendor.');
      return world.reachEnd();
    },
    caveat: 'contradicts_person',
  },
  {
    rule: 'J13',
    way: 'the answer of one of two who differ contradicted',
    told: () => {
      const world = asking(contradicted('R2.1'));
      world.says('m1', 'There are 3 incidents.', 'Ana');
      world.submits('synthesizer', matching(['Q1', 'R1', '3 incidents']));
      world.says('m2', 'No, 1 incident.', 'Ben');
      world.submits('synthesizer', differ(matching(['Q1', 'R2', '1 incident']), 'Q1', 'R1', 'R2'));
      return world.reachEnd();
    },
    caveat: 'people_differ',
    stands: [
      'Ana and Ben differ on Q1: the decision takes Ana’s word (Ana: “There are 3 incidents”; Ben: “No, 1 incident”).',
    ],
  },
  {
    rule: 'J6',
    way: 'a decision that stands on one side of an open difference',
    told: () =>
      drafting((design) => {
        const before = decision(design);
        return composite(design, { decision: { ...before, rests: ['A-1'] } });
      }),
    caveat: null,
    isRefused: true,
  },
  {
    rule: 'J12',
    way: 'two proposals chosen',
    told: () => drafting((design) => composite(design, { base: 'A, B' })),
    caveat: null,
    isRefused: true,
  },
  {
    rule: 'J12',
    way: 'a base that nobody proposed',
    told: () => drafting((design) => composite(design, { base: 'Z' })),
    caveat: null,
    isRefused: true,
  },
  {
    rule: 'J12',
    way: 'all proposals rejected',
    told: () =>
      drafting((design) => {
        const all = rejecting(proposalLettersOf(design));
        return composite(design, { decision: decision(design, { rejected: all }) });
      }),
    caveat: null,
    isRefused: true,
  },
  {
    rule: 'J6',
    way: 'a point that all hold, left to people as an open one',
    told: () =>
      ended({
        composite: (design) => {
          const before = decision(design);
          const open = [{ difference: '1', text: 'Nobody knows.' }];
          return composite(design, { decision: { ...before, open } });
        },
      }),
    caveat: null,
    isRefused: true,
  },
  {
    rule: 'J6',
    way: 'a rival proposal that stands on no side of any difference',
    told: () =>
      ended({
        mapping: (design) =>
          mappingOf(
            claimsOf(design)
              .slice(1)
              .map(({ id }) => id),
          ),
      }),
    caveat: null,
    isRefused: true,
  },
  {
    rule: 'J4',
    way: 'a fact that one alone has found, and that the draft leaves out',
    told: () => leavingOutFact(),
    caveat: null,
  },
  {
    rule: 'J4',
    way: 'a fact that the map calls decisive, and that the draft leaves out',
    told: () => leavingOutFact({ mapping: () => callingDecisive('A-2') }),
    caveat: 'fact_not_used',
  },
  {
    rule: 'J11',
    way: 'a proposal by a model that may have read only a part of its prompt',
    told: () => {
      const world = held().reach('proposing');
      world.spends('subtractor', 0.01, { readInPart: true });
      return world.reachEnd();
    },
    caveat: 'read_in_part',
  },
  {
    rule: 'J12',
    way: 'a draft that names a claim of nobody',
    told: () =>
      drafting((design) => composite(design, { decision: decision(design, { rests: ['Z-1'] }) })),
    caveat: null,
    isRefused: true,
  },
];
