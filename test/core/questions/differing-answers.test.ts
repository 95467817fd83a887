import { describe, expect, it } from 'vitest';
import { adrMarkdown } from '../../../src/core/presentation/decision/adr.ts';
import { desiredMessages } from '../../../src/core/presentation/format/desired-messages.ts';
import { plainOf } from '../../../src/core/presentation/format/plain-document.ts';
import { ledgerDocument } from '../../../src/core/presentation/thread/ledger.ts';
import { viewOf } from '../../../src/core/presentation/web/design-view.ts';
import { saidAbout } from '../../../src/core/questions/said.ts';
import { answerSections } from '../../../src/turns/prompt/transcript-answers.ts';
import { answering, type World } from '../../support/given.ts';
import { matching } from '../../support/given-submission.ts';

const [THREE, ONE] = ['There were 3 incidents.', '1 incident, not 3.'];

/** Cem and Ben differ on Q1. */
function differing(): World {
  const world = answering();
  world.says('m1', THREE, 'Cem');
  world.submits('synthesizer', matching(['Q1', 'R1', '3 incidents']));
  world.says('m2', ONE, 'Ben');
  world.submits('synthesizer', matching(['Q1', 'R1', '1 incident']));
  return world;
}

const shown = ({ design }: World) =>
  ledgerDocument(design)
    .sections(1_000)
    .map((section) => plainOf(section))
    .join('\n');
const saidTo = ({ design }: World, id: `Q${number}`) =>
  saidAbout(design, { id }).answers.map(({ author, quote }) => `${author}: ${quote}`);

describe('J13: answers of two people that contradict each other', () => {
  it('J13: both stand under the question, with names', () => {
    const world = differing();
    expect(saidTo(world, 'Q1')).toEqual([`Cem: ${THREE}`, `Ben: ${ONE}`]);
    expect(viewOf(world.design).questions[0]).toMatchObject({
      status: 'answered',
      answers: [{ author: 'Cem' }, { author: 'Ben' }],
    });
    const ended = world.reachEnd().design;
    expect(adrMarkdown(ended)).toMatch(
      /\*\*Cem:\*\* There were 3 incidents\. \*\*Ben:\*\* 1 incident, not 3\./,
    );
  });

  it('J13: none of them gets a tick over the other in the list of questions', () => {
    const world = differing();
    expect(shown(world)).toContain(`Cem: “${THREE}”`);
    expect(shown(world)).toContain(`Ben: “${ONE}”`);
    expect(shown(world)).not.toContain('✓');
    const marks = [...desiredMessages({ ...world.design, thread: THREAD }).marks.values()].map(
      ({ mark }) => mark,
    );
    expect(marks).toEqual(['answered', 'answered']);
  });

  it('J13: one answer alone has a tick', () => {
    const world = answering();
    world.says('m1', THREE, 'Cem');
    world.submits('synthesizer', matching(['Q1', 'R1', '3 incidents']));
    expect(shown(world)).toContain('✓');
  });

  it('J13: personas are told both, by name', () => {
    const world = differing();
    world.when({ type: 'finish_answering', by: 'Ana', skip: false });
    const told = answerSections(world.design).map(({ text }) => text);
    expect(told.join('\n')).toMatch(
      /Answered by Cem, .*: There were 3 incidents\.\nAnswered by Ben, .*: 1 incident/,
    );
  });
});

const THREAD = { platform: 'slack', channel: 'C1', thread: 'T1', starter: 'U1' };
