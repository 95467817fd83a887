import { confidence } from '../../core/figures.ts';
import type { Difference } from '../../core/thread/difference.ts';
import { type Document, document, type Section } from './document.ts';
import { inlineMarkdown } from './markdown.ts';
import { bold, bullets, given, type Line, lines, ours, section } from './rich.ts';
import { named, TEXTS } from './texts.ts';

/** Arguments in their shortest form: the whole is in the transcript. */
const ARGUMENT_CHARACTERS = 300;

/** One divergence: who holds what, what is said, and how it ends. */
export function differenceDocument(difference: Difference): Document {
  const { id, description, impact, positions } = difference;
  const heading = TEXTS.differOn(id, impact);
  return document(`${heading}${description}`, (most) => {
    const short = Math.min(most, ARGUMENT_CHARACTERS);
    const said = difference.arguments.map((argument) => argumentLine(argument, short));
    return [
      section(
        lines([bold(heading), ...inlineMarkdown(description, most, { bold: true })]),
        bullets(positions.map((position) => positionLine(position, most))),
      ),
      ...(said.length === 0 ? [] : [section(lines(...said))]),
      ...outcomeSections(difference.outcome, most),
    ];
  });
}

function positionLine({ statement, before, now }: Difference['positions'][number], most: number): Line {
  const holders = now.map(({ title, confidence: sure }) => `${title} (${confidence(sure)})`).join(', ');
  const earlier = before === now.length ? '' : ` · ${TEXTS.heldBefore(before)}`;
  return [
    ...inlineMarkdown(statement, most, { bold: true }),
    ours(' · '),
    given(holders === '' ? TEXTS.nobody : holders, Math.max(most, 200)),
    ours(earlier),
  ];
}

function argumentLine(
  { title, to, text, move, confidence: sure }: Difference['arguments'][number],
  most: number,
): Line {
  const whom = to.length === 0 ? '' : `${TEXTS.to}${named(to)}`;
  return [
    given(`${title}${whom}:`, most, { italic: true }),
    ours(' '),
    ...inlineMarkdown(text, most),
    ...(move === null ? [] : moveWords(title, move, most)),
    ...(sure.before === sure.after
      ? []
      : [ours(` (${confidence(sure.before)} → ${confidence(sure.after)})`)]),
  ];
}

function moveWords(title: string, move: { to: string; because: string }, most: number): Line {
  const reason =
    move.because === ''
      ? [ours(TEXTS.withoutReason)]
      : [ours(TEXTS.because), ...inlineMarkdown(move.because, most)];
  return [
    ours(' '),
    given(title, most, { italic: true }),
    ours(TEXTS.goesOverTo, { italic: true }),
    ...inlineMarkdown(move.to, most, { italic: true }),
    ...reason,
  ];
}

function outcomeSections(outcome: Difference['outcome'], most: number): Section[] {
  if (outcome === null) return [];
  const { kind, statement, by, reason } = outcome;
  const who = by.length === 0 ? [] : [ours(' by '), given(named(by), Math.max(most, 200))];
  const stands = statement === '' ? [] : [ours(': '), ...inlineMarkdown(statement, most)];
  const because = reason === '' ? [] : [ours(': '), given(reason, most)];
  return [section(lines([ours('→ '), bold(TEXTS[kind]), ...who, ...stands, ...because]))];
}
