import type { Design } from '../../core/design.ts';
import { currentStances } from '../../core/divergence/stances.ts';
import type { ParticipantId } from '../../core/ids.ts';
import { facilitatorOf } from '../../core/round/round.ts';
import type { Assignment } from '../session/protocol.mjs';
import type { Ask } from './ask.ts';
import { askText } from './ask-text.ts';
import type { TurnBounds } from './bounds.ts';
import { sharedMaterial } from './material.ts';
import { youAre, youStandInFor } from './texts.ts';

/** What a persona file gives to a turn: its Markdown body, and how hard its model should think. */
export interface Voice {
  readonly body: string;
  readonly effort: string;
}

/**
 * Everything that a session needs for one turn: shared prefix first, then the participant's own part, then the ask.
 * `voiceOf` is asked for the participant, and for the facilitator it stands in for, if it does (C17).
 */
export function assignmentFor(
  design: Design,
  ask: Ask,
  voiceOf: (id: ParticipantId) => Voice,
  { reasks }: Pick<TurnBounds, 'reasks'>,
): Assignment {
  return {
    shared: sharedMaterial(design),
    persona: personaPart(design, ask, voiceOf),
    ask: askText(design, ask),
    terminalTools: [...ask.terminalTools],
    reasks,
  };
}

function personaPart(design: Design, ask: Ask, voiceOf: (id: ParticipantId) => Voice): string {
  const { id, title } = ask.participant;
  const role = facilitatorOf(ask.kind);
  const facilitator = design.participants.find((each) => each.role === role);
  if (facilitator !== undefined && facilitator.id !== id) {
    return `${youStandInFor(title, facilitator.title)}\n\n${voiceOf(facilitator.id).body.trim()}`;
  }
  const own = ownContributions(design, ask);
  return [youAre(title), voiceOf(id).body.trim(), ...own].join('\n\n');
}

/** What this participant has contributed so far (C11), by reference to the transcript, where the words are. */
function ownContributions(design: Design, { participant: { id }, ownLabel }: Ask): string[] {
  const asked = design.questions
    .filter((question) => question.participant === id)
    .map(({ id: number }) => number);
  const stands = design.divergences.flatMap((divergence) =>
    currentStances(design, divergence)
      .filter((stance) => stance.participant === id)
      .map(({ position, confidence }) => `${divergence.id}: ${position} (confidence ${confidence})`),
  );
  const lines = [
    ...(asked.length === 0 ? [] : [`- You have asked ${asked.join(', ')}.`]),
    ...(ownLabel === '' ? [] : [`- Proposal ${ownLabel} is yours.`]),
    ...(ownLabel === '' || stands.length === 0 ? [] : [`- You stand at ${stands.join('; ')}.`]),
  ];
  return lines.length === 0 ? [] : [`# What you have brought so far\n\n${lines.join('\n')}`];
}
