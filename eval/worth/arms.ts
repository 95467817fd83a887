import { evolve } from '../../src/core/course/evolve.ts';
import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import { decidedIn } from '../../src/core/synthesis/decided.ts';
import { adoptedClaims } from '../../src/core/synthesis/fates.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Pinned, Settings } from '../../src/core/vocabulary/events.ts';
import { costOf } from '../../src/core/vocabulary/figures.ts';
import { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { Engine } from '../../src/runtime/engine/engine.ts';
import type { Parts } from '../../src/runtime/engine/parts.ts';
import { startCommand, termsAsked } from '../../src/runtime/engine/starting.ts';
import { answerAlone } from './alone/answer-alone.ts';
import { SoloFault, type SoloParts } from './alone/solo-turn.ts';
import { type Question, topicOf } from './question.ts';
import type { Answer } from './score.ts';

/** The three arms of *Is it worth it?*, in the order in which each adds something to the one before. */
export const ARMS = {
  one_answer: 'one model, one answer',
  one_model: 'one model: as many drafts as the money buys, its own critique and choice',
  whole: 'the whole',
} as const;
export type Arm = keyof typeof ARMS;

/** What differs from a usual design of an arm that is a council. */
const COUNCILS: { readonly [Name in Arm]?: Partial<Settings> } = {
  whole: {},
};

/** Everything that an arm runs on. */
export interface Bench {
  readonly engine: Engine;
  readonly parts: Parts;
  readonly usdEach: number;
}

/** One arm's answer to one question, with what it took. */
export interface Taken {
  readonly answer: Answer;
  readonly costUsd: number | null;
  readonly minutes: number;
  /** The design on record; empty for an arm that is none. */
  readonly designId: string;
  /** Answers that this one was chosen from. */
  readonly drafts: number;
  /** Why there is no decision; empty where there is one. */
  readonly failure: string;
}

/** Returns the model of each participant of an arm, as its designs start; `alone` where one model answers by itself. */
export function modelsOf(arm: Arm, parts: Parameters<typeof termsAsked>[1]): Record<string, string> {
  const settings = COUNCILS[arm];
  if (settings === undefined) return { alone: parts.defaultModel };
  const { participants } = termsAsked({ personas: [], settings, repository: null }, parts);
  return Object.fromEntries(participants.map(({ id, model }) => [id, model]));
}

/** Has one arm answer one question, with the same context, repository and money as every other. */
export function answered(arm: Arm, question: Question, repository: Pinned, bench: Bench): Promise<Taken> {
  const council = COUNCILS[arm];
  return council === undefined
    ? alone(arm, question, repository, bench)
    : byCouncil(council, question, repository, bench);
}

/** What every arm and every reading starts from. */
export function requestOf(question: Question, repository: Pinned, settings: Partial<Settings>) {
  return {
    topic: topicOf(question),
    context: question.context,
    personas: [],
    repository,
    startedBy: 'evaluation',
    thread: null,
    settings: { ...settings, gates: 'none' as const, answerMs: 0 },
    isOperators: true as const,
  };
}

async function byCouncil(
  settings: Partial<Settings>,
  question: Question,
  repository: Pinned,
  { engine, usdEach }: Bench,
): Promise<Taken> {
  const asked = { ...settings, budgetUsd: usdEach };
  const started = await engine.start(requestOf(question, repository, asked)).answered;
  if (!started.ok) throw new Error(`${question.id} was not started: ${started.refusal.message}`);
  const { id } = started.design;
  await engine.settled(id);
  const design = await engine.design(id);
  if (design === null) throw new Error(`broken invariant: ${id} is gone`);
  return { ...takenFrom(design), designId: id, drafts: design.proposals.length };
}

/** Reads a council's answer from what is on record. */
function takenFrom(design: Design): Omit<Taken, 'designId' | 'drafts'> {
  const decided = decidedIn(design);
  const { caveats, status } = outcomeOf(design);
  const adopted = decided === null ? [] : adoptedClaims(design);
  return {
    answer: {
      decision: decided?.decision ?? null,
      citations: adopted.flatMap(({ check }) => (check === null ? [] : [check])),
      isReady: decided !== null && caveats.length === 0,
      confidence: decided?.confidence ?? null,
    },
    costUsd: costOf(design.turns),
    minutes: ((design.end?.at ?? design.lastAt) - design.startedAt) / 60_000,
    failure: decided === null ? `the design ended ${status.replaceAll('_', ' ')}, without a decision` : '',
  };
}

/** Lets a model work alone, without a ceiling beside that of its task. */
export function soloParts({
  callModel,
  clock,
  bounds,
  redact,
}: Parts): Omit<SoloParts, 'repository' | 'onSpent'> {
  return {
    ...{ callModel, clock, bounds, redact },
    admit: async (_attempt, begin) => {
      begin();
      return 'admitted';
    },
  };
}

/** Has one model answer by itself. One that fails is an answer without a decision, and has cost what its calls did (T7). */
async function alone(
  arm: Arm,
  question: Question,
  repository: Pinned,
  { parts, usdEach }: Bench,
): Promise<Taken> {
  const command = startCommand(requestOf(question, repository, {}), parts);
  const { type: _, ...start } = { ...command, designId: DesignId.parse(command.designId) };
  const beganAt = parts.clock.now();
  const design = evolve(null, { type: 'design_started', at: beganAt, ...start });
  const opened = await parts.openRepository(repository.name, repository.commit);
  const spent = new Spent();
  const plan = {
    model: parts.defaultModel,
    effort: parts.defaultEffort,
    budgetUsd: usdEach,
    ...(arm === 'one_answer' ? { maxDrafts: 1 } : {}),
  };
  const world = { ...soloParts(parts), log: parts.log, repository: opened, onSpent: spent.add };
  try {
    return takenAlone(await answerAlone(design, plan, world, new AbortController().signal));
  } catch (error) {
    if (!(error instanceof SoloFault)) throw error;
    const minutes = (parts.clock.now() - beganAt) / 60_000;
    return {
      answer: NO_ANSWER,
      costUsd: spent.usd,
      minutes,
      designId: '',
      drafts: 0,
      failure: error.message,
    };
  }
}

/** USD of calls; `null` as soon as one price is not known. */
export class Spent {
  usd: number | null = 0;
  readonly add = (usd: number | null): void => {
    this.usd = this.usd === null || usd === null ? null : this.usd + usd;
  };
}

const NO_ANSWER: Answer = {
  decision: null,
  citations: [],
  isReady: false,
  confidence: null,
};

function takenAlone(sealed: Awaited<ReturnType<typeof answerAlone>>): Taken {
  const { answer, citations, drafts, costUsd, tookMs } = sealed;
  return {
    answer: {
      decision: answer.decision,
      citations,
      isReady: true,
      confidence: answer.confidence,
    },
    costUsd,
    minutes: tookMs / 60_000,
    designId: '',
    drafts,
    failure: '',
  };
}
