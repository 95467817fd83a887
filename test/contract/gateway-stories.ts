import { expect } from 'vitest';
import { until, untilShown } from '../entry/waiting.ts';
import type { Stage } from './gateway.ts';
import { type Fact, unread, words } from './gateway-facts.ts';
import { decisionFacts, differenceFacts, proposalFacts, questionFacts } from './gateway-outcome.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';
const NEXT_TOPIC = 'How do we watch the replica?';
const NOTHING_DECIDED = 'Nothing was decided.';
const [ANALYST, ARCHAEOLOGIST, SUBTRACTOR] = ['failure-analyst', 'archaeologist', 'subtractor'];
const KILLED = 'process killed';
/** Long enough for a process to be killed while the model is asked. */
const KILLING_MS = 1_500;
/** So long that a card, which is edited every two seconds at most, shows who is asked again, also on a busy machine. */
const REPLACING_MS = 10_000;
/** Nothing moves on by itself. */
const STILL_MS = 600_000;

/** Two take the least time; three argue, because two of them give way for one reason. */
export const STORIES = [
  {
    name: 'two people answer, and both are named in what came of it',
    personas: 3,
    latencyMs: 0,
    async tell(stage: Stage) {
      await stage.begin(TOPIC);
      await questionsAreOpen(stage);
      await stage.answer('Ben', 'Q1: At most 900 a minute.');
      await stage.answer('Ana', 'Q1: And 40 a minute at night.');
      await stage.finishAnswering();
      await ended(stage, 'completed');
      const view = await stage.design();
      await reads(stage, [
        ...questionFacts(view, { Q1: [stage.named('Ben'), stage.named('Ana')] }),
        ...proposalFacts(view),
        ...differenceFacts(view),
        ...decisionFacts(view, NOTHING_DECIDED),
        words('3 of 3 finished'),
        words('2 assumptions'),
      ]);
    },
  },
  {
    name: 'a persona that crashes is replaced, people read why, and it proposes',
    personas: 2,
    latencyMs: REPLACING_MS,
    async tell(stage: Stage) {
      await stage.begin(TOPIC);
      await stage.crash(ANALYST);
      await reads(stage, [{ kind: 'replaced', title: 'Failure analyst', cause: KILLED }]);
      await questionsAreOpen(stage);
      await stage.answer('Ben', 'Q1: At most 900 a minute.');
      await stage.finishAnswering();
      await until('the proposals', async () => (await stage.design()).seals.some((seal) => seal.revealed));
      const view = await stage.design();
      expect(view.personas.find(({ id }) => id === ANALYST)).toMatchObject({ retried: true });
      await reads(stage, [...questionFacts(view, { Q1: [stage.named('Ben')] }), ...proposalFacts(view)]);
    },
  },
  {
    name: 'a persona that crashes twice is gone, and a person decides at the gates that follow',
    personas: 2,
    latencyMs: KILLING_MS,
    async tell(stage: Stage) {
      await stage.begin(TOPIC);
      await stage.crash(ANALYST);
      await stage.crash(ANALYST);
      await reads(stage, [{ kind: 'gone', title: 'Failure analyst', cause: KILLED }]);
      await questionsAreOpen(stage);
      await stage.finishAnswering();
      const because = 'too few personas finished';
      await reads(stage, [
        words('There is a decision, but a person has to look at it first: only 1 of 2 finished'),
      ]);
      const note = 'Say what it costs.';
      await stage.decide('send_back', note);
      await reads(stage, [words(`${stage.named('Ana')} sent the decision back once.`), words(note)]);
      await until('the second gate', async () => (await stage.design()).gate?.id === 'gate-2');
      await stage.decide('accept');
      await ended(stage, 'completed');
      const view = await stage.design();
      await reads(stage, [
        ...decisionFacts(view, NOTHING_DECIDED),
        words(`accepted by ${stage.named('Ana')}, who was told: ${because}`),
        words(`1 of 2 finished (Failure analyst crashed twice: ${KILLED}`),
      ]);
    },
  },
  {
    name: 'people are called by name at the questions, at a gate and at the decision, and nowhere else',
    personas: 2,
    latencyMs: KILLING_MS,
    async tell(stage: Stage) {
      await stage.begin(TOPIC);
      await stage.crash(ANALYST);
      await stage.crash(ANALYST);
      await questionsAreOpen(stage);
      expect(stage.calls('Ana')).toHaveLength(1);
      await stage.answer('Ben', 'Q1: At most 900 a minute.');
      await stage.finishAnswering();
      await until('the gate', async () => (await stage.design()).gate !== null);
      await until('the call to it', async () => stage.calls('Ana').length === 2);
      // Its message becomes the decision, to which all who answered are called.
      expect(stage.calls('Ben')).toHaveLength(1);
      await stage.decide('accept');
      await ended(stage, 'completed');
      const last = () => [stage.calls('Ana').at(-1), stage.calls('Ben').at(-1)];
      await until('the decision', () => last().every((text) => text?.includes(NOTHING_DECIDED)));
      expect([stage.calls('Ana').length, stage.calls('Ben').length]).toEqual([2, 1]);
    },
  },
  {
    name: 'while they argue, the person who started it settles a point by a button, and nobody else',
    personas: 3,
    latencyMs: REPLACING_MS,
    async tell(stage: Stage) {
      await stage.begin(TOPIC);
      await questionsAreOpen(stage);
      await stage.finishAnswering();
      await until('a difference', async () => (await stage.design()).round?.kind === 'argument');
      await stage.settle('Ben');
      const refusal = 'Only Ana, who started this, can decide this here.';
      await until('the refusal', async () => stage.privately('Ben').join().includes(refusal));
      await stage.settle('Ana');
      const settled = async () =>
        (await stage.design()).divergences[0]?.outcome?.outcome === 'settled_by_person';
      await until('the settled point', settled);
      await reads(stage, [words('→ Settled by Ana')]);
    },
  },
  {
    name: 'with everybody dead it is cancelled at once, with each cause, and run again it goes on from what was answered',
    personas: 3,
    latencyMs: KILLING_MS,
    async tell(stage: Stage) {
      await stage.begin(TOPIC);
      await questionsAreOpen(stage);
      await stage.answer('Ben', 'Q1: At most 900 a minute.');
      await stage.finishAnswering();
      await everybodyDies(stage);
      const first = await stage.design();
      await reads(stage, [...allDead(), { kind: 'can be run again', designId: first.id, kept: '1 answer' }]);
      await stage.runAgain();
      await reads(stage, [{ kind: 'runs again', designId: first.id }]);
      await ended(stage, 'completed');
      const view = await stage.design();
      expect(view.successorOf).toBe(first.id);
      expect(view.questions[0]).toMatchObject({
        answers: [{ author: stage.named('Ben'), quote: 'At most 900 a minute.' }],
      });
      await reads(stage, [
        ...proposalFacts(view),
        ...differenceFacts(view),
        ...decisionFacts(view, NOTHING_DECIDED),
        words('3 of 3 finished'),
      ]);
    },
  },
  {
    name: 'what somebody says after the decision is shown to everybody who asks how it stands',
    personas: 2,
    latencyMs: 0,
    async tell(stage: Stage) {
      await decided(stage);
      await stage.sayLate('Ben', 'The replica lags on Mondays.');
      await stage.look();
      expect(stage.privately('Ana').at(-1)).toContain(`${stage.named('Ben')}: The replica lags on Mondays.`);
      expect((await stage.design()).status).toBe('completed');
    },
  },
  {
    name: 'a design follows up on the decision by a button under it, and says on which',
    personas: 2,
    latencyMs: 0,
    async tell(stage: Stage) {
      await decided(stage);
      await stage.sayLate('Ben', 'The replica lags on Mondays.');
      const { decision } = await stage.design();
      await stage.followUp(NEXT_TOPIC);
      const view = await stage.design();
      expect(view).toMatchObject({ topic: NEXT_TOPIC, startedBy: 'Ana', successorOf: null });
      expect(view.followUpDecision).toBe(decision?.sentence);
      await reads(stage, [words(NEXT_TOPIC), words(`Follows up on: “${decision?.sentence}”`)]);
    },
  },
  {
    name: 'a question to the bot while a design runs is passed on, and its author reads privately what becomes of it',
    personas: 2,
    latencyMs: REPLACING_MS,
    async tell(stage: Stage) {
      await stage.begin(TOPIC);
      await questionsAreOpen(stage);
      await stage.askInThread('Ben', 'Why has nobody decided this yet?');
      const notices = () => stage.privately('Ben').filter((text) => text.includes('Noted. '));
      await until('the notice', async () => notices().length === 1);
      expect(notices()[0]).toMatch(/Waiting for your answers: \d of \d questions open since .*, until .*\./);
      await stage.answer('Ben', 'Q1: At most 900 a minute.');
      expect(notices()).toHaveLength(1);
      expect(stage.privately('Ana').join()).not.toContain('Noted. ');
    },
  },
  {
    name: 'to run it again asks once more, says what that does, and nothing begins before',
    personas: 2,
    latencyMs: STILL_MS,
    async tell(stage: Stage) {
      await cancelled(stage);
      await stage.askToRunAgain();
      await until('the question', () => stage.privately('Ana').join().includes('Run this again?'));
      expect(stage.privately('Ana').at(-1)).toContain('nothing was said or proposed before');
      expect(await stage.begun()).toBe(1);
      await stage.confirmRunningAgain();
      await until('the second run', async () => (await stage.begun()) === 2);
      expect(await stage.design()).toMatchObject({ topic: TOPIC, startedBy: 'Ana' });
    },
  },
  {
    name: 'the person who started it cancels it',
    personas: 2,
    latencyMs: STILL_MS,
    async tell(stage: Stage) {
      await cancelled(stage);
      const { id } = await stage.design();
      await reads(stage, [
        words(`Cancelled by ${stage.named('Ana')}: there is no decision.`),
        words('0 of 2 wrote a proposal'),
        { kind: 'can be run again', designId: id, kept: '' },
      ]);
    },
  },
] as const;
export type StoryName = (typeof STORIES)[number]['name'];

/** Resolves when all of this can be read; says what cannot, and what is shown instead. */
async function reads(stage: Stage, facts: readonly Fact[]): Promise<void> {
  const missing = () => unread(facts, stage.shown(), stage.voice);
  const isOver = async () => (await stage.design()).endedAt !== null;
  await untilShown('what people have to read', () => missing().length === 0, stage.shown, isOver).catch(
    (error: unknown) => {
      const facts = missing().map((fact) => JSON.stringify(fact));
      throw new Error(`nobody can read:\n${facts.join('\n')}`, { cause: error });
    },
  );
}

async function questionsAreOpen(stage: Stage): Promise<void> {
  await until('open questions', async () => (await stage.design()).answering !== null);
  await reads(stage, [words('questions before they write.')]);
}

async function cancelled(stage: Stage): Promise<void> {
  await stage.begin(TOPIC);
  await until('the frame', async () => (await stage.design()).round?.kind === 'framing');
  await stage.cancel();
  await ended(stage, 'cancelled');
}

async function ended(stage: Stage, status: 'completed' | 'cancelled'): Promise<void> {
  await until('the end', async () => (await stage.design()).endedAt !== null);
  expect((await stage.design()).status).toBe(status);
}

async function decided(stage: Stage): Promise<void> {
  await stage.begin(TOPIC);
  await questionsAreOpen(stage);
  await stage.finishAnswering();
  await ended(stage, 'completed');
}

async function everybodyDies(stage: Stage): Promise<void> {
  const everybody = [ANALYST, ARCHAEOLOGIST, SUBTRACTOR];
  await Promise.all(everybody.map((id) => stage.crash(id)));
  await Promise.all(everybody.map((id) => stage.crash(id)));
  await ended(stage, 'cancelled');
}

function allDead(): Fact[] {
  return [words('Cancelled: no persona is left.'), words('All 3 crashed twice: process killed')];
}
