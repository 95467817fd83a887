import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import {
  CAUSES,
  classesOf,
  PERMANENTLY_UNAVAILABLE,
  TEMPORARILY_UNAVAILABLE,
  UNAVAILABLE_CAUSES,
} from '../../src/core/vocabulary/sets.ts';
import { openGate, openRound } from '../../src/core/vocabulary/status.ts';
import { headlineOf } from '../../src/presentation/judged/headline.ts';
import { sayGateHeading } from '../../src/presentation/view/gate.ts';
import { given, type World } from '../support/designs/given.ts';
import { NAMES } from '../support/designs/given-start.ts';

/** Lets a round of proposals bring nothing, for one cause. */
function bringsNothing(world: World, cause: string): World {
  world.reach('proposing');
  if (cause === 'round_deadline')
    world.deadline(`round:${openRound(world.design)?.id ?? 'r1'}` as 'round:r1');
  else if (cause === 'session_lost') for (const name of NAMES) world.dies(name);
  else
    while (openRound(world.design) !== null)
      world.fails(world.openTurns()[0]?.participant ?? '', 'model_error', cause);
  return world;
}

const FAULTS = CAUSES.flatMap((cause) =>
  [...classesOf(cause), ...(cause === 'unknown' ? ['unknown'] : [])].map(
    (fault) => [cause, fault] as const,
  ),
);

/** What Charrette does before a turn ends so. */
function before(cause: string): string {
  if (UNAVAILABLE_CAUSES.some((each) => each === cause)) return 'waited out, then paused';
  if (TEMPORARILY_UNAVAILABLE.some((each) => each === cause) || cause === 'malformed_answer')
    return 'tried again';
  if (cause === 'refused_form') return 'asked plainer, until no form is left';
  if (['refused_input', 'no_tool', 'calls_as_text'].includes(cause))
    return 'told why, and asked again';
  if (cause === 'session_lost') return 'replaced once';
  return PERMANENTLY_UNAVAILABLE.some((each) => each === cause)
    ? 'the operations page and doctor say so'
    : 'the turn ends';
}

function atGate(cause: string): string {
  const { design } = bringsNothing(given(), cause);
  const gate = openGate(design);
  return gate === null ? 'no gate' : sayGateHeading(design, gate);
}

function atEnd(cause: string): { readonly headline: string; readonly offered: string } {
  const { design } = bringsNothing(given({ settings: { gates: 'none' } }), cause).reachEnd();
  const outcome = outcomeOf(design);
  return { headline: headlineOf(outcome).headline, offered: outcome.mayRunAgain ? 'yes' : 'no' };
}

test('A21: model-faults.md has the first sentence and the next action of every fault', async () => {
  const rows = FAULTS.map(([cause, fault]) => {
    const { headline, offered } = atEnd(fault);
    return `| ${cause} | \`${fault}\` | ${before(fault)} | ${atGate(fault)} | ${headline} | ${offered} |`;
  });
  const page = [
    '# When a round brings nothing',
    '',
    'Written by `model-faults.test.ts`: the first sentence at the gate, and without gates at the end.',
    '',
    '| cause | fault | before | at the gate | at the end | *Run again* offered |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ];
  await expect(page.join('\n')).toMatchFileSnapshot(
    join(import.meta.dirname, '../golden/tables/model-faults.md'),
  );
  for (const [, cause] of FAULTS) {
    expect(atEnd(cause).headline, cause).not.toContain('there is no decision');
    expect(atEnd(cause).headline, cause).toMatch(
      /^(?:Needs a look|No decision|Cancelled): [^.]+(?:models\.yaml[^.]*)?\.$/,
    );
  }
});

test('A21: where most turns failed for one cause, that is the one that is named; of equals the gravest', () => {
  const world = given().reach('proposing');
  const [one = '', two = '', three = ''] = world.openTurns().map(({ participant }) => participant);
  world.fails(one, 'model_error', 'unpaid');
  world.fails(two, 'model_error', 'overloaded');
  const equal = world.fork();
  world.fails(three, 'model_error', 'overloaded');
  equal.fails(three, 'timed_out', 'turn_timeout');
  const heading = ({ design }: World) => {
    const gate = openGate(design);
    return gate === null ? '' : sayGateHeading(design, gate);
  };
  expect(heading(world)).toMatch(/^The model is overloaded, so no one could propose/);
  expect(heading(equal)).toMatch(
    /^The account behind our key has no credit, so no one could propose/,
  );
});
