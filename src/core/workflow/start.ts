import { cutText, makeStorable } from '../../foundation/cut-text.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { nameOnRecord } from '../vocabulary/claimed-name.ts';
import { type Refusal, refuse, type Stamp, type StartDesign } from '../vocabulary/commands.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { FACILITATOR_ROLES } from '../vocabulary/event-parts.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import { A_PERSON, markAsPerson } from '../vocabulary/impersonation.ts';
import { listRepeated } from '../vocabulary/named.ts';
import {
  describeTooLong,
  hasControlCharacters,
  hasLetter,
  isStorable,
} from '../vocabulary/text.ts';
import type { Via } from '../vocabulary/via.ts';
import { RecordingDraft } from './draft.ts';
import { enterStep } from './rounds/ending.ts';
import { startSession } from './sessions/lifecycle.ts';

/** Where a topic's author puts what does not fit into it, by their way in. */
const CONTEXT = {
  chat: 'a field of the form that /design opens (/design new in Discord)',
  terminal: 'a file for --context',
  program: 'the field `context`',
  page: 'the field for what everybody should know',
} as const;

/** Programs speak the HTTP API; agents as well, whose tool has its names. */
function contextOf({ way, agent }: Via): string {
  if (agent !== undefined || way === 'api') return CONTEXT.program;
  if (way === 'terminal') return CONTEXT.terminal;
  return way === 'console' ? CONTEXT.page : CONTEXT.chat;
}

/** The fault in a topic, worded for its author; `null` for none. `via`: absent in a chat. */
export function findTopicProblem(topic: string, via: Via = { way: 'slack' }): string | null {
  const trimmed = topic.trim();
  if (trimmed === '') return 'The topic is empty. Say in a sentence what is to be decided.';
  if (topic.length > BOUNDS.topicCharacters) {
    return `${describeTooLong('topic', topic, BOUNDS.topicCharacters)} Put the rest into ${contextOf(via)}.`;
  }
  if (hasControlCharacters(topic))
    return 'The topic contains control characters. Send it as plain text.';
  if (!hasLetter(trimmed))
    return 'The topic has no letters or digits. Say in a sentence what is to be decided.';
  return null;
}

export function startDesign(command: StartDesign, stamp: Stamp): Draft {
  const { type: _, ...start } = command;
  const startedBy = starterNameOf(command);
  const draft = RecordingDraft.start(
    { type: 'design_started', at: stamp.at, ...start, startedBy },
    stamp,
  );
  for (const participant of draft.design.participants) startSession(draft, participant, 'first');
  enterStep(draft, 'spawning');
  return draft;
}

/**
 * The starter's name on record. A platform's name is kept, unless it reads like a participant's.
 * Any other name says how it was claimed.
 */
function starterNameOf(command: StartDesign): string {
  const { startedBy, via, participants, thread } = command;
  if (thread === null || thread.starter === '') return nameOnRecord(startedBy, via);
  return markAsPerson(cutText(startedBy, BOUNDS.personCharacters - A_PERSON.length), participants);
}

/**
 * Refuses an incomplete start. It needs a topic, at least one persona, and one of each facilitator,
 * all with distinct ids.
 */
export function checkStart(command: StartDesign): Refusal | null {
  const problem = findTopicProblem(command.topic, command.via);
  if (problem !== null) return refuse('invalid', problem, 'topic');
  const ids = command.participants.map((participant) => participant.id);
  if (ids.length > BOUNDS.participants) {
    const message = `${ids.length} participants are named; a design has at most ${BOUNDS.participants}, including its facilitators.`;
    return refuse('invalid', message);
  }
  const twice = listRepeated(ids);
  if (twice.length > 0)
    return refuse('invalid', `These participants are named twice: ${twice.join(', ')}.`);
  const personaIds = command.participants
    .filter(({ role }) => role === 'persona')
    .map(({ id }) => id);
  if (personaIds.length === 0) return refuse('invalid', 'A design needs at least one persona.');
  for (const role of FACILITATOR_ROLES) {
    if (command.participants.filter((each) => each.role === role).length !== 1) {
      return refuse('invalid', `A design needs exactly one ${role}.`);
    }
  }
  if (command.drawnOrder.toSorted().join() !== personaIds.toSorted().join()) {
    return refuse('invalid', 'The drawn order must name each persona once.');
  }
  if (!isStorable(command.answers ?? ''))
    return refuse('invalid', 'The answers are not text. Send them as plain text.', 'answers');
  if (command.supersedes === true && command.followUpOf === undefined)
    return refuse(
      'incomplete',
      'Only a follow-up can replace a decision, and this start names no earlier design.',
      'supersede',
    );
  return checkContext(command) ?? checkCarried(command.carried, personaIds);
}

function checkContext({ context, followUpOf }: StartDesign): Refusal | null {
  const characters = context.reduce((sum, item) => sum + item.text.length, 0);
  if (context.length > BOUNDS.contextItems || characters > BOUNDS.contextCharacters) {
    const allowed = `${BOUNDS.contextItems} items and ${BOUNDS.contextCharacters} characters in all`;
    const earlier =
      followUpOf === undefined ? '' : ', including the decision that it follows up on';
    return refuse('invalid', `The context is too long: at most ${allowed}${earlier}.`, 'context');
  }
  const binary = context.find((item) => !isStorable(item.text) || !isStorable(item.name));
  if (binary === undefined) return null;
  const message = `The context ${makeStorable(binary.name)} is not text. Send it as plain text.`;
  return refuse('invalid', message, 'context');
}

/** Refuses carried contributions of personas that this run lacks. */
function checkCarried(
  carried: StartDesign['carried'],
  personaIds: readonly ParticipantId[],
): Refusal | null {
  const authors = [...(carried?.questions ?? []), ...(carried?.proposals ?? [])].map(
    (each) => each.participant,
  );
  const unknown = [...new Set(authors)].filter((id) => !personaIds.includes(id));
  if (unknown.length === 0) return null;
  const message = `Contributions are carried over from ${unknown.join(', ')}; the personas are ${personaIds.join(', ')}.`;
  return refuse('unknown_reference', message);
}
