import { confidence } from '../../core/figures.ts';
import type { Difference } from '../../core/thread/difference.ts';
import {
  bold,
  bullets,
  type Document,
  document,
  given,
  type Line,
  line,
  lines,
  ours,
  type Section,
  section,
} from './document.ts';
import { inlineMarkdown } from './markdown.ts';
import { named, TEXTS } from './texts.ts';

type Move = Difference['arguments'][number]['moves'][number];

/** Arguments in their shortest form: the transcript has them in full. */
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
        lines(line`${bold(heading)}${inlineMarkdown(description, most, { bold: true })}`),
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
  const who = given(holders === '' ? TEXTS.nobody : holders, Math.max(most, 200));
  return line`${inlineMarkdown(statement, most, { bold: true })} · ${who}${earlier}`;
}

function argumentLine(
  { title, to, text, source, moves, confidence: sure }: Difference['arguments'][number],
  most: number,
): Line {
  const whom = to.length === 0 ? '' : `${TEXTS.to}${named(to)}`;
  const moved = moves.flatMap((move) => moveWords(title, move, most));
  const cited = source === '' ? '' : line` ${given(`(${source})`, most, { italic: true })}`;
  const isSame = sure.before === sure.after;
  const change = isSame ? '' : ` (${confidence(sure.before)} → ${confidence(sure.after)})`;
  return line`${given(`${title}${whom}:`, most, { italic: true })} ${inlineMarkdown(text, most)}${cited}${moved}${change}`;
}

function moveWords(title: string, { kind, from, to, because }: Move, most: number): Line {
  const reason =
    because === '' ? TEXTS.withoutReason : line`${TEXTS.because}${inlineMarkdown(because, most)}`;
  const who = given(title, most, { italic: true });
  const held = (statement: string) =>
    statement === ''
      ? ours(TEXTS.noPosition, { italic: true })
      : inlineMarkdown(statement, most, { italic: true });
  const goes = ours(TEXTS.goesOverTo, { italic: true });
  if (kind === 'moved') return line` ${who}${goes}${held(to)}${reason}`;
  const [mapped, holds] = [TEXTS.wasMappedTo, TEXTS.saysThatItHolds].map((text) =>
    ours(text, { italic: true }),
  );
  return line` ${who}${mapped ?? ''}${held(from)}${holds ?? ''}${held(to)}${reason}`;
}

function outcomeSections(outcome: Difference['outcome'], most: number): Section[] {
  if (outcome === null) return [];
  const { kind, statement, by, reason } = outcome;
  const who = by.length === 0 ? '' : line` by ${given(named(by), Math.max(most, 200))}`;
  const stands = statement === '' ? '' : line`: ${inlineMarkdown(statement, most)}`;
  const because = reason === '' ? '' : line`: ${given(reason, most)}`;
  return [section(lines(line`→ ${bold(TEXTS[kind])}${who}${stands}${because}`))];
}
