/**
 * Before the first event: what a start asks for, completed and checked. A run again and a follow-up
 * bring what an earlier design had (`carried.ts`, `follow-up.ts`).
 */

import { raiseBudgetUsd } from '../../core/policy/next-budget.ts';
import { limitShown, type ShownText, trimShown } from '../../core/questions/quoting/shown.ts';
import { type Refusal, refuse, type StartDesign } from '../../core/vocabulary/commands.ts';
import type { Design, Participant } from '../../core/vocabulary/design.ts';
import type {
  Depth,
  EarlierDecision,
  Pinned,
  Profile,
  Settings,
} from '../../core/vocabulary/event-parts.ts';
import type { Carried } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { isReleased } from '../../core/vocabulary/participants.ts';
import { REHEARSAL_VOICES } from '../../core/vocabulary/rehearsal.ts';
import { checkStart } from '../../core/workflow/start.ts';
import { cutText } from '../../foundation/cut-text.ts';
import type { Identifiers } from '../../foundation/identifiers.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { redactIn } from '../../foundation/redaction.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import { NO_USAGE } from '../../ports/turn-record.ts';
import { chooseModels } from '../../turns/models/spread.ts';
import type { Persona } from '../../turns/prompt/persona.ts';
import type { Parts } from '../parts/parts.ts';
import type { StartRequest } from '../parts/start-request.ts';
import { carryOver, countLeftBehind } from './carried.ts';
import { findEarlierDecisions } from './earlier-decisions.ts';

type StartParts = Pick<
  Parts,
  | 'personas'
  | 'settings'
  | 'defaultModel'
  | 'spread'
  | 'familyOf'
  | 'rehearsal'
  | 'vendorOf'
  | 'identifiers'
  | 'priceOf'
>;

/** Settings for a design that must end within `deadlineMs`. Synthesis gets at most half of it. */
export function fitToDeadline(
  deadlineMs: number,
  { synthesisMs, roundMs }: Settings,
): Partial<Settings> {
  return {
    designMs: deadlineMs,
    synthesisMs: Math.min(synthesisMs, Math.ceil(deadlineMs / 2)),
    roundMs: Math.min(roundMs, deadlineMs),
  };
}

/** Names chosen ids that no persona has. Facilitators always take part and cannot be chosen. */
export function findPersonaProblem(
  personas: readonly Persona[],
  ids: readonly string[],
): string | null {
  const choosableIds = listChoosable(personas);
  const unknown = ids.filter((id) => !choosableIds.includes(id));
  if (unknown.length === 0) return null;
  return `There is no persona ${cutText(unknown.join(', '), 200)}. The personas are ${choosableIds.join(', ')}.`;
}

export function listChoosable(personas: readonly Persona[]): string[] {
  return personas
    .filter(({ profile }) => profile.role === 'persona')
    .map(({ profile }) => profile.id);
}

const QUICK_PERSONAS = ['subtractor', 'failure-analyst', 'outsider'];
/** USD: the default ceiling of a design whose models all have a known price. */
export const DEFAULT_BUDGET_USD = 5;

/**
 * Ids of a design's personas: the chosen ones, else the quick ones for a quick design, else all.
 */
export function choosePersonas(
  personas: readonly Persona[],
  ids: readonly string[],
  depth: Depth | undefined,
): readonly string[] {
  if (ids.length > 0) return ids;
  const all = listChoosable(personas);
  const quick = all.filter((id) => QUICK_PERSONAS.includes(id));
  return depth === 'quick' && quick.length > 0 ? quick : all;
}

/**
 * Refusal for a start; `null` if possible. Checked before storing, since no rule collects an
 * unstarted design.
 */
export function refuseStart(
  command: StartDesign,
  parts: Pick<Parts, 'priceOf' | 'budgetUsdPerDay' | 'isDefaultDayBudget' | 'redact'>,
): Refusal | null {
  const refusal = checkStart(redactIn(command, parts.redact));
  if (refusal !== null) return refusal;
  const problem = findBudgetProblem(command, parts);
  return problem === null ? null : refuse('invalid', problem, 'budgetUsd');
}

/**
 * Problem with this design's ceilings, for its starter: without known prices no ceiling can be
 * enforced.
 */
export function findBudgetProblem(
  { settings, participants }: Pick<StartDesign, 'settings' | 'participants'>,
  {
    priceOf,
    budgetUsdPerDay,
    isDefaultDayBudget,
  }: Pick<Parts, 'priceOf' | 'budgetUsdPerDay' | 'isDefaultDayBudget'>,
): string | null {
  const unknown = listUnpriced(participants, priceOf);
  if (unknown.length === 0) return null;
  const what = `The price of ${unknown.join(', ')} is not known, so`;
  if (settings.budgetUsd !== null)
    return `${what} a budget of $${settings.budgetUsd} cannot be enforced. Start it without a budget, or with another model.`;
  if (budgetUsdPerDay !== null && !isDefaultDayBudget)
    return `${what} the day's budget of $${budgetUsdPerDay} cannot be enforced. Start it with another model; the operator may set CHARRETTE_BUDGET_USD_PER_DAY to none.`;
  return null;
}

/** Models without a known price. Rehearsal voices cost nothing. */
export function listUnpriced(
  participants: readonly Profile[],
  priceOf: Parts['priceOf'],
): string[] {
  const voices = Object.values<string>(REHEARSAL_VOICES);
  const models = new Set(
    participants.map(({ model }) => model).filter((model) => !voices.includes(model)),
  );
  return [...models].filter((model) => priceOf(model, NO_USAGE) === null);
}

/** Participants with models, settings and repository: the terms that the cost depends on. */
export function termsOf(
  request: Pick<StartRequest, 'personas' | 'settings' | 'repository'>,
  parts: Omit<StartParts, 'identifiers'>,
  example: Pinned | null = null,
): Pick<StartDesign, 'participants' | 'settings' | 'repository'> {
  const { personas, rehearsal, priceOf } = parts;
  const settings = { ...parts.settings, ...request.settings };
  const taking = choosePersonas(personas, request.personas, settings.depth);
  const chosenPersonas = personas.filter(
    ({ profile }) => profile.role !== 'persona' || taking.includes(profile.id),
  );
  const participants = profilesOf(chosenPersonas, parts).map((profile) =>
    example === null ? profile : { ...profile, model: REHEARSAL_VOICES.example },
  );
  const hasDefault = !rehearsal && listUnpriced(participants, priceOf).length === 0;
  const budgetUsd = settings.budgetUsd ?? (hasDefault ? DEFAULT_BUDGET_USD : null);
  return {
    participants,
    settings: { ...settings, budgetUsd },
    repository: example ?? request.repository,
  };
}

/**
 * `example`: the repository of the written example, if the design plays it. `earlier`: on the same
 * question.
 */
interface LookedUp {
  readonly example: Pinned | null;
  readonly earlier: readonly EarlierDecision[];
}
const NOTHING: LookedUp = { example: null, earlier: [] };

/** Looks up facts before a start. Logs failures: the design can start without. */
export async function lookUp(
  request: StartRequest,
  parts: Pick<Parts, 'store' | 'rehearsal' | 'example' | 'log' | 'clock'>,
): Promise<LookedUp> {
  const pinnedExample = Promise.resolve(parts.example?.(request) ?? null).catch((error) => {
    parts.log.warn('example_unavailable', { error });
    return null;
  });
  const [example, earlier] = await Promise.all([
    pinnedExample,
    findEarlierDecisions(request, request.followUp?.of, parts),
  ]);
  return { example, earlier };
}

/** Command for a start, with the order of its proposals drawn at random. */
export function makeStartCommand(
  request: StartRequest,
  parts: StartParts,
  { example, earlier }: LookedUp = NOTHING,
): StartDesign {
  const { identifiers, rehearsal, vendorOf } = parts;
  const { answers, followUp, supersedes } = request;
  const { participants, settings, repository } = termsOf(request, parts, example);
  const ids = participants.filter(({ role }) => role === 'persona').map(({ id }) => id);
  return {
    type: 'start_design',
    designId: newDesignId(identifiers),
    charretteVersion: CHARRETTE_VERSION,
    ...topicOf({ text: request.topic, shown: request.topicShown }),
    context: [...request.context],
    participants,
    drawnOrder: identifiers.shuffle(ids),
    settings,
    repository,
    startedBy: request.startedBy,
    ...keepDefined({ via: request.via }),
    thread: request.thread,
    successorOf: null,
    carried: null,
    ...(request.personas.length === 0 ? {} : { namesPersonas: true }),
    ...keepDefined({
      answers,
      followUpOf: followUp?.of,
      followUpDecision: followUp?.decision,
      supersedes,
    }),
    ...(earlier.length === 0 ? {} : { earlier: [...earlier] }),
    rehearsal,
    ...(rehearsal ? {} : { vendor: vendorOf(participants.map(({ model }) => model)) }),
  };
}

function topicOf(said: ShownText): Pick<StartDesign, 'topic' | 'topicShown'> {
  const { text: topic, shown: topicShown } = limitShown(trimShown(said));
  return { topic, ...keepDefined({ topicShown }) };
}

/**
 * Command that runs an ended design again in the same thread, with the same topic, people, drawn
 * order and settings. Carries over people's answers and personas' proposals; participants whose
 * part is complete are not asked again.
 */
export function makeSuccessorCommand(
  design: Design,
  {
    startedBy,
    via,
    starter,
    settings,
    earlier = [],
  }: Pick<StartRequest, 'startedBy' | 'via' | 'settings'> & {
    readonly starter: string;
    readonly earlier?: readonly EarlierDecision[];
  },
  { identifiers, vendorOf, log }: Pick<Parts, 'identifiers' | 'vendorOf' | 'log'>,
): StartDesign {
  const carried = carryOver(design);
  const { followUpOf, followUpDecision, supersedes } = design;
  const participants = design.participants.filter(({ id }) => !isReleased(design, id));
  const isQuicker =
    settings.depth === 'quick' && design.settings.depth !== 'quick' && !design.namesPersonas;
  const taking = isQuicker ? quickOf(participants, carried) : participants;
  const replies = countLeftBehind(design, carried);
  if (replies > 0) log.warn('replies_left_behind', { designId: design.id, replies });
  return {
    type: 'start_design',
    designId: newDesignId(identifiers),
    charretteVersion: CHARRETTE_VERSION,
    ...topicOf({ text: design.topic, shown: design.topicShown }),
    context: design.context,
    participants: taking.map(({ sessions: _, ...profile }) => profile),
    drawnOrder: design.drawnOrder.filter(
      (id) => participants === taking || taking.some((each) => each.id === id),
    ),
    settings: {
      ...design.settings,
      budgetUsd: raiseBudgetUsd(design) ?? design.settings.budgetUsd,
      ...settings,
    },
    repository: design.repository,
    startedBy,
    ...keepDefined({ via }),
    thread: threadAgain(design, starter),
    successorOf: design.id,
    carried,
    ...framing(design),
    ...keepDefined({ followUpOf, followUpDecision, supersedes }),
    ...(earlier.length === 0 ? {} : { earlier: [...earlier] }),
    rehearsal: design.rehearsal,
    ...(design.rehearsal
      ? {}
      : { vendor: vendorOf(design.participants.map(({ model }) => model)) }),
  };
}

/**
 * Keeps only the personas of a quick design; all of them if a left-out one has contributed or no
 * other remains.
 */
function quickOf(
  participants: Design['participants'],
  { questions, proposals }: Carried,
): Design['participants'] {
  const isLeftOut = ({ id, role }: Participant) =>
    role === 'persona' && !QUICK_PERSONAS.includes(id);
  const out = participants.filter(isLeftOut);
  const quick = participants.filter((each) => !isLeftOut(each));
  const hasSaid = ({ id }: Participant) =>
    [...questions, ...proposals].some(({ participant }) => participant === id);
  return out.some(hasSaid) || quick.every(({ role }) => role !== 'persona') ? participants : quick;
}

/**
 * Keeps the frame with its chosen personas. After *no design question*, asks for a new frame, which
 * may not say so again.
 */
function framing({
  frame,
  namesPersonas,
}: Design): Pick<StartDesign, 'frame' | 'skipsVerdict' | 'namesPersonas'> {
  return {
    ...(frame?.isDesignQuestion === true ? { frame: { ...frame, released: [] } } : {}),
    ...(frame?.isDesignQuestion === false ? { skipsVerdict: true } : {}),
    ...keepDefined({ namesPersonas }),
  };
}

/** The earlier thread; the person who runs it again now decides in it. */
function threadAgain({ thread }: Design, starter: string): StartDesign['thread'] {
  return thread === null ? null : { ...thread, starter };
}

function profilesOf(
  personas: readonly Persona[],
  parts: Pick<StartParts, 'defaultModel' | 'spread' | 'familyOf' | 'rehearsal'>,
): Profile[] {
  const candidates = personas.map(({ profile: { id, role, model } }) => ({ id, role, model }));
  const models = chooseModels(candidates, parts);
  return personas.map(({ profile: { id, title, emoji, role } }, at) => {
    const model = parts.rehearsal ? REHEARSAL_VOICES.neutral : (models[at] ?? parts.defaultModel);
    const family = parts.rehearsal ? null : parts.familyOf(model);
    return { id, title, emoji, role, model, ...(family === null ? {} : { family }) };
  });
}

function newDesignId(identifiers: Identifiers): DesignId {
  return `dsn_${identifiers.uuid()}` as DesignId;
}
