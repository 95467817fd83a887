/** The first line of a design and the caveats under it: the same on every surface (J11). */

import { caveatsOf } from '#design/caveats.ts';
import type { Phase } from '#design/events.ts';
import { nameOf } from '#design/people.ts';
import type { Design } from '#design/state.ts';
import { openGate, openQuestions, phaseOf } from '#design/status.ts';
import { endLine } from './ending.ts';
import {
  countOf,
  dateWords,
  FIRST_LINE_CHARACTERS,
  firstSentences,
  oneLine,
  shorten,
} from './figures.ts';
import { blocks, bullets, type Markdown, md } from './md.ts';

const RUNNING: Record<Phase, string> = {
  spawning: 'The personas are starting.',
  questioning: 'The personas ask what they need to know.',
  independent: 'The personas write their proposals.',
  refinement: 'The proposals are being compared.',
  synthesis: 'The decision is being written.',
};

/** Why a design ended without a decision, or what the caveats come to, or what happens now. */
export function firstLineOf(design: Design): string {
  if (design.settled === null && openGate(design) === null)
    return waitLine(design) ?? RUNNING[phaseOf(design)];
  return shorten(endLine(design) ?? decisionLine(design), FIRST_LINE_CHARACTERS);
}

/** `4 questions wait for answers until 21:44 UTC.` */
function waitLine(design: Design): string | null {
  const { length } = openQuestions(design);
  if (design.answering === null || length === 0) return null;
  const until = dateWords(design.answering.deadlineAt).slice('2026-11-30 '.length);
  return `${countOf(length, 'question')} ${length === 1 ? 'waits' : 'wait'} for answers until ${until}.`;
}

/** The gravest caveat at a line's length. */
function decisionLine(design: Design): string {
  const caveats = caveatsOf(design);
  const standing = standingOf(design, caveats.length);
  const [gravest] = caveats;
  if (gravest === undefined) return standing;
  const room = FIRST_LINE_CHARACTERS - standing.length - 1;
  return `${standing} ${firstSentences(gravest.text, room)}`;
}

function standingOf({ end, settled }: Design, caveats: number): string {
  const outcome = end ?? settled;
  if (outcome?.reason === 'accepted') return `${nameOf(settled?.by ?? null)} accepted it.`;
  if (outcome?.reason === 'gate_unanswered') return 'Nobody decided in time.';
  if (outcome?.status !== 'completed') return 'Needs a look.';
  if (caveats === 0) return 'Decision ready.';
  return `Decision ready, with ${caveats === 1 ? 'one caveat' : `${caveats} caveats`}.`;
}

/** `maxCharacters`: of each caveat in the thread; the files and the page have all of it. */
export function headlineBlock(design: Design, maxCharacters = 12_000): Markdown {
  const line = firstLineOf(design);
  const caveats = design.decisions.length === 0 ? [] : caveatsOf(design);
  // One that the line had to cut stands in the list as a whole.
  const rest = caveats.filter(({ text }) => !line.includes(oneLine(text)));
  return blocks(
    md`**${line}**`,
    bullets(rest.map(({ text }) => md`${shorten(text, maxCharacters)}`)),
  );
}

/** A long topic in the one sentence that the synthesizer made of it. */
export function questionOf({ topic, frame }: Design): string {
  const restated = frame?.restated ?? '';
  return shorten(topic.length > 200 && restated !== '' ? restated : topic, 300);
}
