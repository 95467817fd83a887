import { settledByPeople } from '../../divergence/sides.ts';
import { outcomeOf } from '../../outcome/outcome.ts';
import type { Design, SealedProposal } from '../../vocabulary/design.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { bannerOf } from '../banner.ts';
import { STATUS_WORDS } from '../facts/course.ts';
import { gateClosedLine } from '../facts/gate.ts';
import { code, inline, name, quoted } from '../render/escape.ts';
import { lineMarkdown } from '../render/markdown.ts';

/** The banner as the only thing that may stand first in a file; `text` is what the file contains of the decision. */
export function bannerMarkdown(design: Design, text = ''): string {
  const outcome = outcomeOf(design);
  const isMarked = outcome.mark !== '' && text.includes(outcome.mark);
  const { mark, headline, facts } = bannerOf(outcome, isMarked ? 'above_mark' : 'file');
  const paragraphs = [
    ...(mark === '' ? [] : [`**${mark}**`]),
    `**${inline(headline)}**`,
    facts.map(inline).join(' · '),
  ];
  return paragraphs.map((paragraph) => `> ${paragraph}`).join('\n>\n');
}

/** Parts apart by one blank line; an empty part is none. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** A heading with what belongs under it; nothing at all when nothing does. */
export function section(heading: string, ...content: readonly string[]): string {
  const under = paragraphs(...content);
  return under === '' ? '' : paragraphs(heading, under);
}

/** A whole file: its parts, ended by one newline. */
export function page(...parts: readonly string[]): string {
  return `${paragraphs(...parts)}\n`;
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

export function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}

/** A table; empty without rows. A bar would end its cell, so it is escaped. */
export function tableMarkdown(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('\\|', '|').replaceAll('|', '\\|');
}

/** A participant by name: on paper, names stand again where letters stood (J3). */
export function titleOf(design: Design, id: ParticipantId): string {
  return name(participant(design, id).title);
}

export function titlesOf(design: Design, ids: readonly ParticipantId[]): string {
  return ids.map((id) => titleOf(design, id)).join(', ');
}

/** Proposals in the drawn order, A first (J3). */
export function byLetter(design: Design): SealedProposal[] {
  const place = ({ participant: id }: SealedProposal) => design.drawnOrder.indexOf(id);
  return design.proposals.toSorted((one, other) => place(one) - place(other));
}

/** A person, or another author: an empty name is nobody in particular. */
export function personName(by: string): string {
  return by === '' ? 'somebody' : name(by);
}

/** UTC, to the second: `2026-11-20 07:49:03`. */
export function utcTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** Minutes and seconds since the design began: `04:17`. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts = [Math.floor(seconds / 60), seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** What people settled and what they decided at gates, by name, with their notes as they wrote them (J8). */
export function peoplesDecisions(design: Design): string[] {
  const settled = settledByPeople(design).flatMap(({ description, statement, person, note }) => [
    `${personName(person)} settled “${inline(description)}”: ${inline(statement)}`,
    ...(note === '' ? [] : [quoted(note)]),
  ]);
  const decided = design.gates.flatMap((gate) => {
    const { decision } = gate;
    if (decision === null || decision.choice === 'settle') return [];
    const words = lineMarkdown(gateClosedLine(design, gate));
    return [words, ...(decision.note === '' ? [] : [quoted(decision.note)])];
  });
  return [...settled, ...decided];
}

/** The id of a claim or of a difference, leading to where the record has it; another text as it is. */
export function recordLink(id: string): string {
  return /^(?:[A-Z]-|D)\d{1,4}$/.test(id) ? `[${id}](record.md#${id.toLowerCase()})` : inline(id);
}

/** What earlier designs like this one decided, as it was shown to the participants. */
export function earlierDesigns({ lessons = [] }: Design): string {
  const shown = lessons.map(
    ({ designId, topic, status, decision }) =>
      `${code(designId)} *${inline(topic)}* ${decision === null ? 'No decision' : inline(decision)} (${STATUS_WORDS[status]})`,
  );
  return shown.length === 0
    ? ''
    : paragraphs('Earlier designs like this one, which all were shown:', list(shown));
}

/** The decision on which this design follows up; empty where it follows up on none. */
export function followedUp({ followUpOf, followUpDecision = '' }: Design): string {
  return followUpOf === undefined ? '' : `Follows up on ${code(followUpOf)}: ${inline(followUpDecision)}`;
}
