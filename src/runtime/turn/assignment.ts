import { ROUND_WORDS } from '../../core/telling/facts/round.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { facilitatorOf } from '../../core/vocabulary/round.ts';
import { type Persona, type PersonaSection, READS } from '../persona.ts';
import type { Assignment } from '../session/protocol.mjs';
import { arguingMaterial } from './arguing-material.ts';
import type { Ask } from './ask.ts';
import { askText } from './ask-text.ts';
import type { TurnBounds } from './bounds.ts';
import { CONDUCT } from './conduct.ts';
import { lessonsBeforeReveal } from './lessons-section.ts';
import { sharedMaterial } from './material.ts';
import { material } from './material-text.ts';
import { othersTakePart, YOUR_NOTES, youAre, youLookFirstAt, youStandInFor } from './texts.ts';
import { isAfterReveal } from './transcript.ts';

/** The parts of a persona's file that a turn needs. */
export interface Voice extends Pick<Persona, 'reads'> {
  /** Its region in one line. */
  readonly summary: string;
  readonly sections: readonly Pick<PersonaSection, 'heading' | 'markdown'>[];
  /** The most effort that its model should spend on thinking. */
  readonly effort: string;
}

/** `null`: this participant has no file any more. */
export type VoiceOf = (id: ParticipantId) => Voice | null;

/** Returns the voice of a participant that is asked, or stood in for. */
export function presentVoice(voiceOf: VoiceOf, id: ParticipantId): Voice {
  const voice = voiceOf(id);
  if (voice === null) throw new Error(`broken invariant: ${id} is asked and has no persona file`);
  return voice;
}

/**
 * Returns everything that a session needs for one turn: shared prefix first, then the participant's own part, then the ask.
 * Calls `voiceOf` for the participant, and for the facilitator it stands in for, if it does (C17).
 */
export function assignmentFor(
  design: Design,
  ask: Ask,
  voiceOf: VoiceOf,
  { reasks }: Pick<TurnBounds, 'reasks'>,
): Assignment {
  return {
    shared: sharedFor(design, ask),
    persona: personaPart(design, ask, voiceOf),
    ask: askText(design, ask),
    terminalTools: [...ask.terminalTools],
    reasks,
  };
}

/** Returns the prefix that all have in common who are asked now: those who argue have one of their own (J6). */
function sharedFor(design: Design, { kind, roundId }: Ask): Assignment['shared'] {
  const round = design.rounds.find(({ id }) => id === roundId);
  return kind === 'argument' && round !== undefined ? arguingMaterial(design, round) : sharedMaterial(design);
}

function personaPart(design: Design, ask: Ask, voiceOf: VoiceOf): string {
  const { id, title } = ask.participant;
  const role = facilitatorOf(ask.kind);
  const facilitator = design.participants.find((each) => each.role === role);
  if (facilitator !== undefined && facilitator.id !== id) {
    const procedure = sectionsFor(ask, presentVoice(voiceOf, facilitator.id));
    return joined(youStandInFor(title, facilitator.title), procedure, notesSection(ask));
  }
  const own = presentVoice(voiceOf, id);
  return joined(
    youAre(title, role === null ? own.summary : ''),
    ...othersSection(design, ask, voiceOf),
    ask.hasRepository && ask.readings > 0 ? youLookFirstAt(own.reads) : '',
    sectionsFor(ask, own),
    isAfterReveal(design) ? '' : lessonsBeforeReveal(design, id),
    ...ownContributions(design, ask),
    notesSection(ask),
  );
}

/** Returns the sections of its file that this occasion needs; the one on reading where there is a repository. */
function sectionsFor({ kind, hasRepository }: Ask, { sections }: Voice): string {
  const wanted = CONDUCT[kind].sections.filter((heading) => hasRepository || heading !== READS);
  return joined(
    ...sections.filter(({ heading }) => wanted.includes(heading)).map(({ markdown }) => markdown),
  );
}

/** Lists, before the reveal, the regions of the others, so that none covers them; without their names (J3). */
function othersSection(design: Design, { kind, participant: { id } }: Ask, voiceOf: VoiceOf): string[] {
  if (kind !== 'questions' && kind !== 'proposals') return [];
  const others = design.participants.filter((each) => each.role === 'persona' && each.id !== id);
  const regions = others.flatMap((each) => voiceOf(each.id)?.summary ?? []);
  return regions.length === 0 ? [] : [othersTakePart(regions)];
}

function joined(...parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Returns the participant's own notes, which stand in its prompt and nowhere else; empty without any. */
export function notesSection({ notes }: Pick<Ask, 'notes'>): string {
  const shown = notes.map(({ kind, text }) => material(`your notes, ${ROUND_WORDS[kind].about}`, text));
  return shown.length === 0 ? '' : [YOUR_NOTES, ...shown].join('\n\n');
}

/**
 * Lists this participant's contributions so far (C11), by reference to the transcript, which has the words. Those who argue see no
 * proposals, and are not told which words are their own (J2).
 */
function ownContributions(design: Design, { kind, participant: { id }, ownLabel }: Ask): string[] {
  if (kind === 'argument') return [];
  const asked = design.questions
    .filter((question) => question.participant === id)
    .map(({ id: number }) => number);
  const lines = [
    ...(asked.length === 0 ? [] : [`- You have asked ${asked.join(', ')}.`]),
    ...(ownLabel === '' ? [] : [`- Proposal ${ownLabel} is yours.`]),
  ];
  return lines.length === 0 ? [] : [`# What you have brought so far\n\n${lines.join('\n')}`];
}
