import type { Outcome } from '#core/outcome/outcome.ts';
import type { CaveatKind } from '#core/vocabulary/caveat.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Decision } from '#core/vocabulary/submission.ts';
import { BARE } from '#test/support/designs/claims.ts';
import { given, type World } from '#test/support/designs/given.ts';
import { type Beginning, DEFAULT_SCRIPT, type Script } from '#test/support/designs/given-start.ts';
import {
  composite,
  decision,
  pass,
  proposal,
  revision,
  signature,
} from '#test/support/designs/given-submission.ts';

/** One way to be fooled: what happens, and what the first line has to say about it. */
export interface Way {
  /** The rule that the way is against. */
  readonly rule: `${'J' | 'C' | 'A' | 'D'}${number}`;
  readonly way: string;
  readonly told: () => World;
  /** The caveat that names it; `null`: it does no harm, and none is told. */
  readonly caveat: CaveatKind | null;
  /** Why it ends without a decision. */
  readonly stoppedBecause?: Outcome['stoppedBecause'];
  /** It comes back to the model with its reason, and nobody reads it. */
  readonly isRefused?: true;
  /**
   * Words that people read in brief, record or the list of questions, and some that stand in none
   * of them.
   */
  readonly stands?: readonly string[];
  readonly standsNot?: readonly string[];
}

/** The decision of the tests, with what a story changes. */
export function deciding(
  change: (before: Decision, design: Design) => Partial<Decision> = () => ({}),
): NonNullable<Script['composite']> {
  return (design) => {
    const before = decision(design);
    return composite(design, { decision: { ...before, ...change(before, design) } });
  };
}

/** Every finding is answered in its reason, and nothing else changes. */
const revising: NonNullable<Script['revision']> = (design) => {
  const { tool, input } = revision(design);
  return {
    tool,
    input: { ...input, changes: input.changes.filter(({ part }) => part === 'sentence') },
  };
};

/**
 * Each proposes what no other does. What the last one claims is a reason, which may move somebody.
 */
const proposing: NonNullable<Script['proposals']> = ({ drawnOrder }, speaker) =>
  proposal({
    headline: `What the ${speaker} wants`,
    claims: [
      {
        ...BARE,
        kind: drawnOrder.at(-1) === speaker ? 'reason' : 'decision',
        text: `The ${speaker} says: one table.`,
      },
    ],
  });

const signing: NonNullable<Script['signing']> = (_, speaker) =>
  signature({
    weakest: `The ${speaker} fears for step 1.`,
    rationale: `The ${speaker} has read it.`,
  });

const passing: NonNullable<Script['questions']> = () => pass();

/**
 * A design that was challenged and held, with what a story changes. It asks people nothing, and
 * nobody is there to decide at a gate.
 */
export function held(says: Script = {}, beginning: Beginning = {}): World {
  const { settings, ...rest } = beginning;
  return given({
    ...rest,
    settings: { gates: 'none', ...settings },
    says: {
      questions: passing,
      proposals: proposing,
      composite: deciding(),
      revision: revising,
      signing,
      ...says,
    },
  });
}

/** The same, and one persona asks. */
export function asking(says: Script = {}): World {
  return held({ questions: DEFAULT_SCRIPT.questions, ...says }).reach('answering');
}

/** Told to its end without anything else happening. */
export function ended(says: Script = {}, beginning: Beginning = {}): World {
  return held(says, beginning).reachEnd();
}

/** Each turn of this step fails, until nobody is left to try. */
export function failing(world: World, step: Parameters<World['reach']>[0]): World {
  world.reach(step);
  while (world.design.step === step) world.fails(world.turn().participant);
  return world.reachEnd();
}

/** Told to its end, with a step that says this. */
export function saying(detail: string, beginning: Beginning = {}): World {
  const composite = deciding(({ steps }) => ({
    steps: steps.map((step) => ({ ...step, detail })),
  }));
  return ended({ composite }, beginning);
}
