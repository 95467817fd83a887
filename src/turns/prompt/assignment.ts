import type { Design } from '../../core/vocabulary/design.ts';
import { findById, type ParticipantId } from '../../core/vocabulary/ids.ts';
import { listPersonas } from '../../core/vocabulary/participants.ts';
import { present } from '../../core/vocabulary/present.ts';
import { facilitatorOf } from '../../core/vocabulary/round.ts';
import { ROUND_WORDS } from '../../presentation/judged/rounds.ts';
import type { Assignment } from '../../sessions/child/protocol.mjs';
import { makeArguingMaterial } from './arguing-material.ts';
import type { Ask } from './ask.ts';
import { askText } from './ask-text.ts';
import type { TurnBounds } from './bounds.ts';
import { CONDUCT } from './conduct.ts';
import { writeEarlierSection } from './earlier-section.ts';
import { makeSharedMaterial } from './material.ts';
import { wrapMaterial } from './material-text.ts';
import { type Persona, type PersonaSection, READS, READS_NONE } from './persona.ts';
import { listOwnClaims, makeSigningMaterial } from './signing-material.ts';
import {
  chooseFrom,
  introduceStandIn,
  sayOthersTakePart,
  sayWhereYouLook,
  sayWhoYouAre,
  sayYourClaims,
  YOUR_NOTES,
  YOUR_OWN,
} from './texts.ts';
import { isAfterReveal } from './transcript.ts';

export interface Voice extends Pick<Persona, 'reads'> {
  readonly summary: string;
  readonly sections: readonly Pick<PersonaSection, 'heading' | 'markdown'>[];
  /** Upper limit on its model's effort. */
  readonly effort: string;
}

/** `null`: this participant no longer has a file. */
export type VoiceOf = (id: ParticipantId) => Voice | null;

/** Returns the voice of a participant that must have a file. */
export function presentVoice(voiceOf: VoiceOf, id: ParticipantId): Voice {
  return present(voiceOf(id), `${id} is asked and has no persona file`);
}

/**
 * Everything that a session needs for one turn: shared prefix, the participant's own part, the ask.
 * Calls `voiceOf` for the participant and, when it stands in, for the facilitator.
 */
export function makeAssignment(
  design: Design,
  ask: Ask,
  voiceOf: VoiceOf,
  { reasks }: Pick<TurnBounds, 'reasks'>,
): Assignment {
  return {
    shared: makeShared(design, ask),
    persona: personaPart(design, ask, voiceOf),
    ask: askText(design, ask),
    terminalTools: [...ask.terminalTools],
    reasks,
  };
}

/**
 * Prefix shared by all participants of the round. Rounds of arguing and of signing have their own.
 * A facilitator's turn of one call marks nothing to be cached: nobody would read it again.
 */
function makeShared(design: Design, ask: Ask): Assignment['shared'] {
  const shared = makeMaterial(design, ask);
  const isOneCall = facilitatorOf(ask.kind) !== null && ask.readings === 0;
  return isOneCall ? shared.map((block) => ({ ...block, cache: false })) : shared;
}

function makeMaterial(design: Design, { kind, roundId }: Ask): Assignment['shared'] {
  if (kind === 'signing') return makeSigningMaterial(design);
  const round = findById(design.rounds, roundId);
  return kind === 'argument' && round !== undefined
    ? makeArguingMaterial(design, round)
    : makeSharedMaterial(design);
}

function personaPart(design: Design, ask: Ask, voiceOf: VoiceOf): string {
  const { id, title } = ask.participant;
  const role = facilitatorOf(ask.kind);
  const facilitator = design.participants.find((each) => each.role === role);
  if (facilitator !== undefined && facilitator.id !== id) {
    const procedure = sectionsFor(ask, presentVoice(voiceOf, facilitator.id));
    return joinParts(
      introduceStandIn(title, facilitator.title),
      procedure,
      choiceSection(ask, voiceOf),
      writeNotesSection(ask),
    );
  }
  const own = presentVoice(voiceOf, id);
  return joinParts(
    sayWhoYouAre(title, role === null ? own.summary : ''),
    ...othersSection(design, ask, voiceOf),
    ask.hasRepository && ask.readings > 0 ? sayWhereYouLook(own.reads) : '',
    sectionsFor(ask, own),
    choiceSection(ask, voiceOf),
    isAfterReveal(design) ? '' : writeEarlierSection(design, id),
    ...ownContributions(design, ask),
    writeNotesSection(ask),
  );
}

/** Sections of a persona's file for this round, with one of the two on reading. */
function sectionsFor({ kind, hasRepository }: Ask, { sections }: Voice): string {
  const omittedHeading = hasRepository ? READS_NONE : READS;
  const headings = CONDUCT[kind].sections.filter((heading) => heading !== omittedHeading);
  return joinParts(
    ...sections.filter(({ heading }) => headings.includes(heading)).map(({ markdown }) => markdown),
  );
}

/**
 * Before the reveal, lists the others' regions without names, so that each persona looks first
 * elsewhere.
 */
function othersSection(
  design: Design,
  { kind, participant: { id } }: Ask,
  voiceOf: VoiceOf,
): string[] {
  if (kind !== 'questions' && kind !== 'proposals') return [];
  const others = listPersonas(design).filter((each) => each.id !== id);
  const regions = others.flatMap((each) => voiceOf(each.id)?.summary ?? []);
  return regions.length === 0 ? [] : [sayOthersTakePart(regions)];
}

function choiceSection({ choice }: Ask, voiceOf: VoiceOf): string {
  const choices = choice.flatMap((id) => {
    const voice = voiceOf(id);
    return voice === null ? [] : [{ id, summary: voice.summary, reads: voice.reads }];
  });
  return choices.length === 0 ? '' : chooseFrom(choices);
}

function joinParts(...parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The participant's own notes, shown in no other participant's prompt; empty for none. */
export function writeNotesSection({ notes }: Pick<Ask, 'notes'>): string {
  const noteTexts = notes.map(({ kind, text }) =>
    wrapMaterial(`your notes, ${ROUND_WORDS[kind].about}`, text),
  );
  return noteTexts.length === 0 ? '' : [YOUR_NOTES, ...noteTexts].join('\n\n');
}

/**
 * Lists this participant's contributions so far, by reference to the shared prefix. Participants
 * who argue or sign see no proposals, so they get their own claims, and what they said would change
 * their mind. Those who argue get the names of these claims and their position.
 */
function ownContributions(design: Design, ask: Ask): string[] {
  const { kind, participant, ownLabel, points, ownClaims } = ask;
  const { id } = participant;
  if (kind === 'signing') {
    const claims = listOwnClaims(design, ask);
    return claims.length === 0 ? [] : [YOUR_OWN, ...claims, ...changesOwnMind(design, id)];
  }
  if (kind === 'argument') return [sayYourClaims(points, ownClaims), ...changesOwnMind(design, id)];
  const questionIds = design.questions
    .filter((question) => question.participant === id)
    .map(({ id: number }) => number);
  const lines = [
    ...(questionIds.length === 0 ? [] : [`- You have asked ${questionIds.join(', ')}.`]),
    ...(ownLabel === '' ? [] : [`- Proposal ${ownLabel} is yours.`]),
  ];
  return lines.length === 0 ? [] : [`# What you have contributed so far\n\n${lines.join('\n')}`];
}

function changesOwnMind({ proposals }: Design, id: ParticipantId): string[] {
  const sealedProposal = proposals.findLast(({ participant }) => participant === id);
  if (sealedProposal === undefined) return [];
  return [
    wrapMaterial('what you said would change your mind', sealedProposal.proposal.changesMind),
  ];
}
