import { expect, test } from 'vitest';
import type { Design, Turn } from '../../src/core/vocabulary/design.ts';
import type { ParticipantId } from '../../src/core/vocabulary/ids.ts';
import type { Submission } from '../../src/core/vocabulary/submission.ts';
import { askFor } from '../../src/turns/prompt/ask.ts';
import { makeAssignment } from '../../src/turns/prompt/assignment.ts';
import { given, type World } from '../support/designs/given.ts';
import { type Beginning, FIVE } from '../support/designs/given-start.ts';
import { judgement, pass } from '../support/designs/given-submission.ts';
import { Chance } from '../support/strangers/fuzz.ts';
import { brokerFor, liveDesign, takeTurn } from './conversing.ts';
import { callsTool, scriptedModel } from './scripted-model.ts';
import { voice } from './voices.ts';

const MARK = /SEALED-BY-([a-z-]+)-IN-\w+/g;

/** A proposal in which every text says whose it is. */
function marked(_: Design, speaker: ParticipantId): Submission {
  const mark = (field: string) => `SEALED-BY-${speaker}-IN-${field}`;
  const citation = { place: `${mark('place')}.ts:1`, quote: mark('quote') };
  const claim = { kind: 'risk' as const, text: mark('claim') };
  return {
    tool: 'submit_proposal',
    input: {
      headline: mark('headline'),
      summary: mark('summary'),
      claims: [{ ...claim, citation }],
      against: mark('against'),
      steps: [mark('step')],
      nextBest: mark('nextBest'),
      changesMind: mark('changesMind'),
      confidence: 0.7,
      rationale: mark('rationale'),
    },
    notes: mark('notes'),
  };
}
const MARKED: Beginning = { personas: FIVE, says: { questions: pass, proposals: marked } };

/** The others whose proposals can be read anywhere in this text. */
function othersIn(text: string, reader: string): string[] {
  const authors = [...text.matchAll(MARK)].flatMap(([, author = '']) =>
    author === reader ? [] : [author],
  );
  return [...new Set(authors)];
}

function promptOf(design: Design, turn: Turn): string {
  return JSON.stringify(makeAssignment(design, askFor(design, turn), voice, { reasks: 2 }));
}

/** Something that happens to one of those who owe a proposal, or to all of them. */
function happens(world: World, chance: Chance): void {
  const name = chance.oneOf(FIVE);
  const asked = world.openTurns().some(({ participant }) => participant === name);
  const what = chance.below(8);
  if (what === 0 && world.state(name) !== 'dead') world.loses(name);
  else if (what === 1) world.when({ type: 'resume', promised: [] });
  else if (what === 2 && asked) world.fails(name);
  else if (what <= 4) world.everyoneReady();
  else if (asked) world.contributes(name);
}

test('J1: in no order of proposals, losses and restarts has a prompt before the reveal a word of another’s proposal', () => {
  const seen: string[] = [];
  let besideSealed = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const chance = new Chance(seed);
    const world = given(MARKED).reach('proposing');
    for (let moves = 0; moves < 30 && world.design.step === 'proposing'; moves++) {
      happens(world, chance);
      const { design } = world;
      if (design.step !== 'proposing') break;
      for (const turn of world.openTurns()) {
        if (design.proposals.length > 0) besideSealed += 1;
        for (const author of othersIn(promptOf(design, turn), turn.participant))
          seen.push(`seed ${seed}: ${turn.participant} reads ${author}`);
      }
    }
  }
  expect(besideSealed).toBeGreaterThan(200);
  expect(seen).toEqual([]);
});

test('J1: what a replacement’s model is sent, message by message, has no word of what others have sealed', async () => {
  const live = liveDesign(MARKED).reach('proposing');
  for (const name of FIVE.slice(0, 3)) live.contributes(name);
  live.loses('migrationist');
  live.ready('migrationist');
  expect(live.design.proposals).toHaveLength(3);
  const own = marked(live.design, live.turn('migrationist').participant);
  const replies = [
    callsTool('list_files', { path: '.' }),
    callsTool('submit_proposal', { ...own.input, confidence: 7 }),
    callsTool('submit_proposal', { ...own.input, ...judgement }),
  ];
  const model = scriptedModel((_, number) => replies[number - 1] ?? callsTool('pass', judgement));
  const { ended, sent } = takeTurn(live, live.turn('migrationist'), brokerFor(model));
  const record = await ended;
  expect(record.outcome).toBe('spoke');
  expect(model.requests).toHaveLength(replies.length);
  for (const { system, messages } of model.requests)
    expect(othersIn(JSON.stringify([system, messages]), 'migrationist')).toEqual([]);
  expect(othersIn(JSON.stringify(sent), 'migrationist')).toEqual([]);
  expect(othersIn(record.prompt, 'migrationist')).toEqual([]);
});

test('J1: a proposal too late for its round is read by others once all are revealed', () => {
  const world = given(MARKED).reach('proposing');
  const { id, participant } = world.turn('subtractor');
  world.fails('subtractor');
  world.submits('subtractor', marked(world.design, participant), id);
  expect(world.design.lateSubmissions).toHaveLength(1);
  for (const turn of world.openTurns())
    expect(othersIn(promptOf(world.design, turn), turn.participant)).toEqual([]);
  world.reach('mapping');
  expect(othersIn(promptOf(world.design, world.turn('synthesizer')), 'synthesizer')).toContain(
    'subtractor',
  );
});
