import type { Phase } from '../../core/vocabulary/event-parts.ts';
import { hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { DesignEvent } from '../../core/vocabulary/events.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { phaseOf } from '../../core/vocabulary/status.ts';
import { compact } from '../../foundation/compact.ts';
import {
  bullets,
  clickable,
  type Document,
  type Line,
  line,
  lines,
  moment,
  part,
  referToTurn,
  type Section,
  untrusted,
} from '../format/document.ts';
import type { PAGE } from '../format/page-words.ts';
import { drawHistory, removeOverwritten } from '../history/history.ts';
import type { DesignView } from '../schema/view.ts';
import { sayQuestionsOver } from '../talk/questions.ts';
import { cardIn, sayAskedBy } from '../thread/card.ts';
import { gateIn } from '../thread/gate.ts';
import { resultIn } from '../thread/result.ts';
import { drawFirstFailure, drawTurnRow, hasFailed } from '../turn/turn.ts';
import { afterwardsIn, cancelIn, runAgainIn } from '../words/controls.ts';
import { drawClosedGate } from '../words/gate-words.ts';
import { PHASE_WORDS } from '../words/phases.ts';

/** Says who asked, where and when. `place`: empty for no channel. */
export function drawStarted({ startedBy, startedAt }: DesignView, place: string): Line {
  const where = place === '' ? '' : ` in ${place}`;
  return line`${untrusted(sayAskedBy(startedBy))}${where}, ${moment(Date.parse(startedAt), 0)}`;
}

/** What a running design does and waits for, and what the last gate came to; `null` after the end. */
export function stateIn(view: DesignView): Document | null {
  if (view.endedAt !== null) return null;
  const card = cardIn(view, true);
  const gate = view.closedGates.at(-1);
  const sections = (most: number) =>
    compact(...card.sections(most).map(withoutHeading), gate !== undefined && [lines(drawClosedGate(gate))]);
  return { ...card, sections, clickable: clickable(view.id, cancelIn(view)) };
}

/** How far to trust the result, and what to do with it; `null` before the end. */
export function trustIn(view: DesignView): Document | null {
  if (view.endedAt === null) return null;
  const result = resultIn(view);
  // The rest follows below, in full; a decision in its place is linked in the head.
  const sections = (most: number) => result.sections(most).slice(0, 1).map(withoutHeading);
  const acts = afterwardsIn(view).filter(({ kind }) => kind !== 'open_successor');
  const buttons = clickable(view.id, [...runAgainIn(view), ...acts]);
  return { ...result, sections, clickable: buttons, files: [], folded: null };
}

/** A page has it in its head. */
function withoutHeading(section: Section): Section {
  return section.filter(({ kind }) => kind !== 'heading');
}

/** The open gate; `null` for none. `may`: the reader's acts. */
export function pageGateIn(view: DesignView, may: (act: 'accept') => boolean): Document | null {
  return view.gate === null ? null : gateIn(view, view.gate.id, { isAsked: may('accept') });
}

/** Sums up each folded part of a page in a few words. */
export function gistsIn(view: DesignView): Readonly<Record<keyof typeof PAGE.parts, string>> {
  const { divergences, proposals, audit, signatures, asked, peopleSaid } = view;
  const some = (count: number, words: string) => (count === 0 ? '' : `${count} ${words}`);
  const verdictsOf = (kind: (typeof signatures)[number]['verdict']) =>
    signatures.filter(({ verdict }) => verdict === kind).length;
  const dissents = verdictsOf('dissents');
  const toCompare = peopleSaid.filter(({ isToCompare }) => isToCompare).length;
  const open = divergences.filter(({ outcome }) => outcome?.outcome === 'unresolved').length;
  return {
    questions: sayQuestionsOver(view),
    proposals: countOf(proposals.length, 'proposal'),
    said: compact(countOf(peopleSaid.length, 'sentence'), some(toCompare, 'to compare')).join(', '),
    positions: compact(countOf(divergences.length, 'difference'), some(open, 'left open')).join(', '),
    audit: compact(
      countOf(audit?.findings.length ?? 0, 'finding'),
      some(verdictsOf('signs'), 'signed'),
      some(verdictsOf('with_reservation'), 'signed with a reservation'),
      dissents > 0 && countOf(dissents, 'dissent'),
    ).join(', '),
    afterwards: some(asked.length, 'asked'),
  };
}

/**
 * What happened, by phase, an event in a line with its time and turn, below the first turn that failed. Empty before the first turn.
 * `events`: those of this design.
 */
export function timeLineIn(view: DesignView, events: readonly DesignEvent[]): Section[] {
  if (view.turns.length === 0) return [];
  let phase = phaseOf('spawning');
  const history: { readonly phase: Phase; readonly line: Line }[] = [];
  for (const event of removeOverwritten(events)) {
    if (event.type === 'status_changed') phase = phaseOf(event.step);
    const words = isInTimeLine(event) ? drawHistory(event, view) : null;
    const at = moment(event.at, Date.parse(view.startedAt));
    if (words !== null) history.push({ phase, line: line`${at}${turnOf(event, view)}: ${words}` });
  }
  const failure = drawFirstFailure(view.turns);
  return compact(
    failure !== null && [lines(failure)],
    ...[...Map.groupBy(history, (each) => each.phase)].map(([each, own]) =>
      part(3, PHASE_WORDS[each], bullets(own.map((entry) => entry.line))),
    ),
  );
}

/** Questions, and how to answer them, have their own parts of the page. */
function isInTimeLine(event: DesignEvent): boolean {
  return event.type !== 'record_asked' && event.type !== 'answering_opened' && hasTrait(event, 'told');
}

/** *, turn 5*; empty for an event outside a turn. */
function turnOf(event: DesignEvent, { turns }: DesignView): Line {
  const turn = 'turnId' in event ? turns.find(({ turnId }) => turnId === event.turnId) : undefined;
  return turn === undefined ? [] : line`, ${referToTurn(turn.number)}`;
}

/** The turns of a persona, a line each. */
export function turnsIn({ turns }: DesignView, persona: ParticipantId) {
  return turns
    .filter((row) => row.persona === persona)
    .map((row) => ({ hasFailed: hasFailed(row), words: drawTurnRow(row) }));
}
