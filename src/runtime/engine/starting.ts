import type { StartDesign } from '../../core/commands.ts';
import type { Design } from '../../core/design.ts';
import type { Carried, ContextItem, Pinned, Profile, Settings, Thread } from '../../core/events.ts';
import type { DesignId } from '../../core/ids.ts';
import type { Persona } from '../persona.ts';
import type { Identifiers } from '../ports/identifiers.ts';
import type { Parts } from './parts.ts';

/** What somebody asks for when they start a design. */
export interface StartRequest {
  readonly topic: string;
  readonly context: readonly ContextItem[];
  /** Ids of the personas to take part; empty for all. */
  readonly personas: readonly string[];
  readonly repository: Pinned | null;
  readonly startedBy: string;
  readonly thread: Thread | null;
  /** What differs from the configured settings. */
  readonly settings: Partial<Settings>;
}

/** What somebody may at most allow one design: a week, and what nobody would spend by a slip of the hand. */
export const MAX_DESIGN_MINUTES = 7 * 24 * 60;
export const MAX_DESIGN_USD = 1_000_000;

/** What a time for the whole design changes in the settings: half of a short one is left for synthesis. */
export function withDeadline(deadlineMs: number, { synthesisMs, roundMs }: Settings): Partial<Settings> {
  return {
    designMs: deadlineMs,
    synthesisMs: Math.min(synthesisMs, Math.ceil(deadlineMs / 2)),
    roundMs: Math.min(roundMs, deadlineMs),
  };
}

/** The ids among these that no persona has; facilitators always take part and cannot be chosen. */
export function unknownPersonas(personas: readonly Persona[], chosen: readonly string[]): string[] {
  const known = choosable(personas);
  return chosen.filter((id) => !known.includes(id));
}

export function choosable(personas: readonly Persona[]): string[] {
  return personas.filter(({ profile }) => profile.role === 'persona').map(({ profile }) => profile.id);
}

/** The command that starts a design as asked, with the order of its proposals drawn (J3). */
export function startCommand(
  request: StartRequest,
  parts: Pick<Parts, 'personas' | 'settings' | 'defaultModel' | 'rehearsal' | 'identifiers'>,
): StartDesign {
  const { personas, settings, identifiers, rehearsal } = parts;
  const chosen = personas.filter(
    ({ profile }) =>
      profile.role !== 'persona' || request.personas.length === 0 || request.personas.includes(profile.id),
  );
  const participants = chosen.map((persona) =>
    profileOf(persona, rehearsal ? 'rehearsal' : parts.defaultModel, rehearsal),
  );
  const ids = participants.filter(({ role }) => role === 'persona').map(({ id }) => id);
  return {
    type: 'start_design',
    designId: newDesignId(identifiers),
    topic: request.topic.trim(),
    context: [...request.context],
    participants,
    drawnOrder: identifiers.shuffled(ids),
    settings: { ...settings, ...request.settings },
    repository: request.repository,
    startedBy: request.startedBy,
    thread: request.thread,
    successorOf: null,
    carried: null,
    rehearsal,
  };
}

/**
 * The command that runs an ended design again, in the same thread: same topic, people, letters and settings; what
 * people answered and what personas proposed is carried over, and a participant that owes nothing is not asked again.
 */
export function successorCommand(
  design: Design,
  {
    startedBy,
    starter,
    settings,
  }: { readonly startedBy: string; readonly starter: string; readonly settings: Partial<Settings> },
  identifiers: Identifiers,
): StartDesign {
  return {
    type: 'start_design',
    designId: newDesignId(identifiers),
    topic: design.topic,
    context: design.context,
    participants: design.participants.map(({ sessions: _, ...profile }) => profile),
    drawnOrder: design.drawnOrder,
    settings: { ...design.settings, ...settings },
    repository: design.repository,
    startedBy,
    thread: design.thread === null ? null : { ...design.thread, starter },
    successorOf: design.id,
    carried: carriedFrom(design),
    rehearsal: design.rehearsal,
  };
}

/** Questions come along once people have had their say about them; until then they are asked anew. */
function carriedFrom(design: Design): Carried {
  const { proposals, replies } = design;
  const questions = design.questions.map((question) => ({
    ...question,
    status: question.status === 'answered' ? ('answered' as const) : ('assumed' as const),
  }));
  const asked = design.step !== 'spawning' && design.step !== 'asking';
  return {
    questions: asked ? questions : [],
    replies: replies.map((reply) => ({ ...reply, answers: reply.answers.map((answer) => ({ ...answer })) })),
    proposals: proposals.map(({ participant, proposal, sha256 }) => ({ participant, proposal, sha256 })),
  };
}

function profileOf({ profile }: Persona, defaultModel: string, rehearsal: boolean): Profile {
  const { id, title, emoji, role, model } = profile;
  return { id, title, emoji, role, model: rehearsal ? 'rehearsal' : (model ?? defaultModel) };
}

function newDesignId(identifiers: Identifiers): DesignId {
  return `dsn_${identifiers.uuid()}` as DesignId;
}
