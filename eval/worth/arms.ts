import { baseClaimsOf, decidedOf } from '../../src/core/decision/decided.ts';
import { adoptedClaimsOf } from '../../src/core/decision/fates.ts';
import { outcomeOf } from '../../src/core/outcome/outcome.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { Pinned } from '../../src/core/vocabulary/event-parts.ts';
import { sumCosts } from '../../src/core/vocabulary/figures.ts';
import { DesignId } from '../../src/core/vocabulary/ids.ts';
import { PERMANENTLY_UNAVAILABLE } from '../../src/core/vocabulary/sets.ts';
import type { Decision } from '../../src/core/vocabulary/submission.ts';
import { evolve } from '../../src/core/workflow/evolve.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Parts } from '../../src/engine/parts/parts.ts';
import { makeStartCommand, termsOf } from '../../src/engine/starting/starting.ts';
import { No } from '../../src/foundation/no.ts';
import { CONDUCT } from '../../src/turns/prompt/conduct.ts';
import { READS_NONE } from '../../src/turns/prompt/persona.ts';
import { answerAlone } from './alone/answer-alone.ts';
import { MAX_DRAFTS } from './alone/answers.ts';
import { isOutage, SingleTurnFault, type SingleTurnParts, Spent } from './alone/single-turn.ts';
import { mergingDrafts } from './merged.ts';
import { type Question, topicOf } from './question.ts';
import type { Answer } from './score.ts';

/**
 * One way to an answer. All are given the same topic and context and, but for one, the repository,
 * and end in a decision of one form.
 */
interface ArmRow {
  readonly name: string;
  /**
   * A design with an auditor of which family and which draft; or one model alone with so many
   * drafts, or one for each persona.
   */
  readonly runs:
    | { readonly auditor: 'own' | 'other'; readonly mergesDraft?: boolean }
    | { readonly drafts: number | 'personas'; readonly isUnread?: boolean };
  /** USD for a question: what the protocol has spent on it. Absent: what the command says. */
  readonly spends?: 'as_protocol';
  /** About, for one answer: a design by the speeds of bench/price.ts, and drafts by that. */
  readonly minutes: number;
}

/** Every arm, in the order in which a question is put to them. */
export const ARMS = {
  unread: { name: 'one answer, unread', runs: { drafts: 1, isUnread: true }, minutes: 1 },
  one_answer: { name: 'one answer', runs: { drafts: 1 }, minutes: 2 },
  one_model: { name: 'one model, same ceiling', runs: { drafts: MAX_DRAFTS }, minutes: 6 },
  personas: { name: 'personas, no arguing', runs: { drafts: 'personas' }, minutes: 4 },
  protocol: { name: 'the protocol', runs: { auditor: 'own' }, minutes: 8 },
  merged: {
    name: 'a merged draft',
    runs: { auditor: 'own', mergesDraft: true },
    minutes: 8,
  },
  other_auditor: { name: 'another family audits', runs: { auditor: 'other' }, minutes: 8 },
  baseline: {
    name: 'one model, same money',
    runs: { drafts: MAX_DRAFTS },
    minutes: 6,
    spends: 'as_protocol',
  },
} as const satisfies Record<string, ArmRow>;
export type Arm = keyof typeof ARMS;
export const isArm = (name: string): name is Arm => name in ARMS;
export const ALL_ARMS = Object.keys(ARMS).filter(isArm);

/**
 * Comparisons that can be looked at, the first arm against the second. A run has those of which it
 * runs both arms.
 */
export const COMPARISONS = [
  ['protocol', 'baseline'],
  ['protocol', 'one_model'],
  ['protocol', 'personas'],
  ['protocol', 'merged'],
  ['other_auditor', 'protocol'],
  ['one_model', 'one_answer'],
] as const satisfies readonly (readonly [Arm, Arm])[];

export interface Bench {
  readonly engine: Engine;
  readonly parts: Parts;
  readonly bring: (path: string) => Promise<Pinned>;
  readonly calls: () => number;
}

export interface Task {
  readonly arm: Arm;
  readonly question: Question;
  readonly path: string;
  readonly usd: number;
  /** A design that was begun for it when the run was stopped; empty for none. */
  readonly begun: string;
  readonly onStarted: (designId: string) => void;
}

/** One arm's answer to one question, with what it took. */
export interface Taken {
  readonly answer: Answer;
  readonly costUsd: number | null;
  readonly minutes: number;
  readonly calls: number;
  /** The design on record; empty for an arm that is none. */
  readonly designId: string;
  /** Why there is no decision; empty where there is one. */
  readonly failure: string;
  /**
   * The model could not be called, for example without credit: this is no answer of the arm, and
   * the run stops.
   */
  readonly outage: string;
}

/** The choice of models that an arm's designs are started with. */
type Choice = Pick<
  Parts,
  | 'personas'
  | 'defaultModel'
  | 'spread'
  | 'familyOf'
  | 'rehearsal'
  | 'priceOf'
  | 'settings'
  | 'vendorOf'
> &
  Pick<Parts, 'models'>;

/**
 * Returns the parts with the models of an arm: the default one for everybody, so that an arm
 * differs by nothing else. The other auditor is the first model of another family; `null` where
 * there is none.
 */
export function partsFor<Of extends Choice>(arm: Arm, parts: Of): Of | null {
  const runs: ArmRow['runs'] = ARMS[arm].runs;
  const { defaultModel, models = [] } = parts;
  const own = parts.familyOf(defaultModel);
  const other = own === null ? undefined : models.find(({ family }) => family !== own)?.model;
  const isOther = 'auditor' in runs && runs.auditor === 'other';
  if (isOther && other === undefined) return null;
  const personas = parts.personas.map((each) => {
    const model = isOther && each.profile.role === 'auditor' ? (other ?? null) : null;
    return { ...each, profile: { ...each.profile, model } };
  });
  return { ...parts, spread: [], personas };
}

/** Returns the way in which an arm's designs call their models. */
export function callsFor(
  arm: Arm,
  { callModel, personas }: Pick<Parts, 'callModel' | 'personas'>,
): Parts['callModel'] {
  const runs: ArmRow['runs'] = ARMS[arm].runs;
  const merges = 'auditor' in runs && runs.mergesDraft === true;
  return merges ? mergingDrafts(callModel, personas) : callModel;
}

/**
 * Returns the model of each participant of an arm, as its designs start; `alone` where one model
 * answers by itself.
 */
export function modelsOf(arm: Arm, parts: Choice): Record<string, string> {
  if (!('auditor' in ARMS[arm].runs)) return { alone: parts.defaultModel };
  const { participants } = termsOf({ personas: [], settings: {}, repository: null }, parts);
  return Object.fromEntries(participants.map(({ id, model }) => [id, model]));
}

export async function answered(task: Task, bench: Bench): Promise<Taken> {
  const runs: ArmRow['runs'] = ARMS[task.arm].runs;
  const request = requestOf(task.question, await bench.bring(task.path), task.usd);
  const taken =
    'drafts' in runs ? await alone(runs, request, bench) : await byDesign(task, request, bench);
  return { ...taken, calls: bench.calls() };
}

/**
 * Milliseconds that a design waits for a model that is away: then the run stops, and is taken up by
 * the same command.
 */
const UNAVAILABLE_MS = 10 * 60_000;

/** What every arm and every reading starts from. */
export function requestOf(question: Question, repository: Pinned, usd: number) {
  return {
    topic: topicOf(question),
    context: question.context,
    personas: [],
    repository,
    startedBy: 'evaluation',
    thread: null,
    settings: {
      gates: 'none' as const,
      answerMs: 0,
      unavailableMs: UNAVAILABLE_MS,
      budgetUsd: usd,
    },
    isOperators: true as const,
  };
}

type Request = ReturnType<typeof requestOf>;
type Untimed = Omit<Taken, 'calls'>;

/** Returns the design that such a request starts, for those who read what it is given. */
export function designOf(request: Request, parts: Parts): Design {
  const { type: _, ...start } = makeStartCommand(request, parts);
  return evolve(null, { type: 'design_started', at: parts.clock.now(), ...start });
}

/** Holds a design, or waits for the one that was under way when the run was stopped. */
async function byDesign(task: Task, request: Request, { engine }: Bench): Promise<Untimed> {
  const begun = task.begun === '' ? null : await engine.design(DesignId.parse(task.begun));
  let id = begun?.id;
  if (id === undefined) {
    const started = await engine.start(request).answered;
    if (started instanceof No)
      throw new Error(`${task.question.id} was not started: ${started.why.message}`);
    id = started.design.id;
    task.onStarted(id);
  }
  // One of a run that was stopped is adopted when the claim of that process has run out.
  for await (const _ of engine.course(id, 0, new AbortController().signal));
  const design = await engine.design(id);
  if (design === null) throw new Error(`broken invariant: ${id} is gone`);
  return takenFrom(design);
}

/**
 * Reads a design's answer from what is on record. A call that failed on the way is no outage where
 * a decision came all the same.
 */
export function takenFrom(design: Design): Untimed {
  const decided = decidedOf(design);
  const { caveats, status } = outcomeOf(design);
  const met = design.turns.find(({ error }) =>
    PERMANENTLY_UNAVAILABLE.some((outage) => outage === error?.class),
  );
  const isAway = design.end?.stoppedBecause === 'model_unavailable';
  const outage = met?.error?.message ?? (isAway ? 'The model could not be reached.' : '');
  return {
    answer: {
      decision: decided?.decision ?? null,
      citations: decided === null ? [] : citedBy(design, decided.decision),
      isReady: decided !== null && caveats.length === 0,
    },
    costUsd: sumCosts(design.turns),
    minutes: ((design.end?.at ?? design.lastAt) - design.startedAt) / 60_000,
    designId: design.id,
    failure:
      decided === null ? `the design ended ${status.replaceAll('_', ' ')}, without a decision` : '',
    outage: decided === null ? outage : '',
  };
}

/**
 * What the adopted claims cite, in the order in which the decision rests on them; those it only
 * agrees with come last.
 */
function citedBy(design: Design, decision: Decision): Answer['citations'] {
  const rested = baseClaimsOf(decision);
  const adopted = adoptedClaimsOf(design);
  const named = rested.flatMap((id) => adopted.filter((claim) => claim.id === id));
  return [...new Set([...named, ...adopted])].flatMap(({ check, citation: { quote } }) =>
    check === null ? [] : [{ ...check, quote }],
  );
}

/** Lets a model work alone, without a ceiling beside that of its task. */
export function singleTurnParts({
  callModel,
  clock,
  bounds,
  redact,
}: Parts): Omit<SingleTurnParts, 'repository' | 'onSpent'> {
  return {
    ...{ callModel, clock, bounds, redact },
    admit: async (_attempt, { maxOutputTokens, reserve }) => {
      reserve(0);
      return { maxOutputTokens };
    },
  };
}

/**
 * Has one model answer by itself. One that fails is an answer without a decision, and has cost what
 * its calls did.
 */
async function alone(
  { drafts, isUnread = false }: Extract<ArmRow['runs'], { readonly drafts: unknown }>,
  request: Request,
  { parts }: Bench,
): Promise<Untimed> {
  const { repository, settings } = request;
  const started = designOf(request, parts);
  const design = isUnread ? { ...started, repository: null } : started;
  const opened = isUnread ? null : await parts.openRepository(repository.name, repository.commit);
  const spent = new Spent();
  const voices = parts.personas.filter(({ profile }) => profile.role === 'persona');
  const plan = {
    model: parts.defaultModel,
    effort: isUnread ? 'low' : parts.defaultEffort,
    budgetUsd: settings.budgetUsd,
    voices: drafts === 'personas' ? voices.map(voiceOf) : Array.from({ length: drafts }, () => ''),
  };
  const world = {
    ...singleTurnParts(parts),
    log: parts.log,
    repository: opened,
    onSpent: spent.add,
  };
  const taken = await answerAlone(design, plan, world, new AbortController().signal).catch(
    (error: unknown) => {
      if (!(error instanceof SingleTurnFault)) throw error;
      return error;
    },
  );
  const isNone = taken instanceof SingleTurnFault;
  const decision = isNone ? null : taken.decision;
  return {
    answer: { decision, citations: isNone ? [] : taken.citations, isReady: decision !== null },
    costUsd: spent.usd,
    minutes: (parts.clock.now() - design.startedAt) / 60_000,
    designId: '',
    failure: isNone ? taken.message : '',
    outage: isNone && isOutage(taken) ? taken.message : '',
  };
}

/** The sections of a persona's file that it writes its proposal by. */
function voiceOf({ profile, sections }: Parts['personas'][number]): string {
  const own = sections.filter(({ heading }) => PROPOSING.some((each) => each === heading));
  return [
    `You are the ${profile.title}. ${profile.summary}`,
    ...own.map(({ markdown }) => markdown),
  ].join('\n\n');
}
const PROPOSING = CONDUCT.proposals.sections.filter((heading) => heading !== READS_NONE);
