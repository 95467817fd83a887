import { countOf } from '../../core/vocabulary/figures.ts';
import { PHASES } from '../../core/vocabulary/sets.ts';
import { compact } from '../../foundation/compact.ts';
import {
  clickable,
  type Document,
  type Line,
  line,
  lines,
  moment,
  type Section,
  section,
  untrusted,
} from '../format/document.ts';
import type { PAGE } from '../format/page-words.ts';
import { drawPerson } from '../format/people.ts';
import { drawCaveats } from '../judged/caveats.ts';
import type { DesignView } from '../schema/view.ts';
import { sayQuestionsOver } from '../talk/questions.ts';
import { drawCard, sayAskedBy } from '../thread/card.ts';
import { drawGate, listDisputedQuestions } from '../thread/gate.ts';
import { drawResultMessage } from '../thread/result.ts';
import { hasLastWords } from '../view/last-words.ts';
import {
  listCancelControls,
  listControlsAfterEnd,
  listRunAgainControls,
} from '../words/controls.ts';
import { sayCostOf } from '../words/cost.ts';
import { drawClosedGate } from '../words/gate-words.ts';
import { PHASE_WORDS } from '../words/phases.ts';

/** Says who asked, where and when. `place`: empty for no channel. */
export function drawStarted({ startedBy, startedAt }: DesignView, place: string): Line {
  const where = place === '' ? '' : ` in ${place}`;
  return line`${sayAskedBy(startedBy)}${where}, ${moment(Date.parse(startedAt), 0)}`;
}

/** A running design, around what its personas and people say. */
interface PageState {
  /** Its origin, what it waits for, and what comes next: an open gate says that by itself. */
  readonly now: Section;
  /** What was last said and decided, and what it reads; with the button that ends it. */
  readonly below: Document;
}

/** `null` after the end. */
export function drawPageState(view: DesignView): PageState | null {
  if (view.endedAt !== null) return null;
  const card = drawCard(view, true);
  const [origin = [], running = []] = card.sections.map(withoutHead);
  const gate = view.closedGates.at(-1);
  const told = running.flatMap((block) => (block.kind === 'lines' ? [block.line] : []));
  const facts = running.filter(({ kind }) => kind === 'small');
  const decided = gate !== undefined && drawClosedGate(gate);
  // An open gate shows what they signed, and asks for a choice.
  const said = view.gate === null ? lastSaidIn(view) : [];
  const isTold = said.length > 0 || decided !== false;
  const silence = view.gate === null && lines('Nothing was said yet.');
  const below = section(isTold ? lines(...said, decided) : silence, facts);
  return {
    now: section(origin, view.gate === null && lines(...told, sayNext(view))),
    below: { ...card, sections: [below], clickable: clickable(view.id, listCancelControls(view)) },
  };
}

/** `Next: Proposals. The rounds to come usually take about 6 min.` */
function sayNext({ phase, forecast, waiting }: DesignView): string {
  const next = PHASES[PHASES.indexOf(phase) + 1];
  // A wait for people says until when.
  const isForPeople = waiting?.kind === 'answers' || waiting?.kind === 'decision';
  return compact(
    next !== undefined && `Next: ${PHASE_WORDS[next]}.`,
    !isForPeople && forecast,
  ).join(' ');
}

const LAST_CHARACTERS = 160;

/** The newest words of a person or a persona. */
function lastSaidIn(view: DesignView): Line[] {
  const { personas, turns, replies, proposals } = view;
  // A proposal is secret until all are shown.
  const isTold = (kind: (typeof turns)[number]['kind']) =>
    hasLastWords(kind) && (kind !== 'proposals' || proposals.length > 0);
  const spoken = turns.flatMap(({ persona, title, startedAt, totalMs, outcome, kind }) => {
    const words = personas.find(({ id }) => id === persona)?.lastWords ?? '';
    const at = Date.parse(startedAt) + (totalMs ?? 0);
    return outcome !== 'spoke' || words === '' || !isTold(kind)
      ? []
      : [{ at, who: [untrusted(title)], words }];
  });
  const said = replies.flatMap(({ author, at, text }) =>
    at === null ? [] : [{ at: Date.parse(at), who: drawPerson(author), words: text }],
  );
  const last = [...spoken, ...said].toSorted((one, other) => one.at - other.at).at(-1);
  return last === undefined
    ? []
    : [line`Said last: ${last.who}: “${untrusted(last.words, LAST_CHARACTERS)}”`];
}

/** How far to trust the result, and what to do with it; `null` before the end. */
export function drawPageTrust(view: DesignView): Document | null {
  if (view.endedAt === null) return null;
  // The picture above says what it cost and took.
  const told = [sayCostOf(view), view.took];
  const facts = view.banner.facts.filter((fact) => !told.includes(fact));
  const result = drawResultMessage({ ...view, banner: { ...view.banner, facts } });
  // The rest follows below, in full; a decision in its place is linked in the head.
  const sections = result.sections.slice(0, 1).map(withoutHead);
  const acts = listControlsAfterEnd(view).filter(({ kind }) => kind !== 'open_successor');
  const buttons = clickable(view.id, [...listRunAgainControls(view), ...acts]);
  return { ...result, sections, clickable: buttons, files: [], folded: null };
}

/** A page has them in its head, and in its picture. */
function withoutHead(section: Section): Section {
  return section.filter(({ kind }) => kind !== 'heading' && kind !== 'phases');
}

/**
 * The open gate around the points that are settled on the page: whom it asks and why, and then what
 * else could make them wrong, and the draft; `null` for none.
 */
export function drawPageGate(
  view: DesignView,
): { readonly asks: Document; readonly draft: Document } | null {
  if (view.gate === null) return null;
  const points = view.gate.points.length;
  const gate = drawGate(view, view.gate.id, { hasCaveatsBelow: true });
  const disputed = listDisputedQuestions(view).length;
  const [heading = [], ...others] = gate.sections;
  const asks = [heading, ...others.slice(0, disputed)];
  const draft = [section(drawCaveats(view)), ...others.slice(disputed + points)];
  return {
    asks: {
      ...gate,
      sections: asks,
      early: gate.early.slice(0, disputed),
      clickable: null,
      folded: null,
    },
    draft: { ...gate, sections: draft, early: [] },
  };
}

/** Sums up each folded part of a page in a few words. */
export function sayGists(view: DesignView): Readonly<Record<keyof typeof PAGE.parts, string>> {
  const { divergences, proposals, audit, signatures, asked, files } = view;
  const some = (count: number, words: string) => (count === 0 ? '' : `${count} ${words}`);
  const signed = (kind: (typeof signatures)[number]['verdict'], words: string) =>
    some(signatures.filter(({ verdict }) => verdict === kind).length, words);
  const open = divergences.filter(({ isOpen }) => isOpen).length;
  return {
    questions: sayQuestionsOver(view),
    proposals: countOf(proposals.length, 'proposal'),
    whose: '',
    positions: compact(countOf(divergences.length, 'difference'), some(open, 'left open')).join(
      ', ',
    ),
    audit: compact(
      countOf(audit?.findings.length ?? 0, 'finding'),
      signed('signs', 'signed'),
      signed('with_reservation', 'signed with a reservation'),
      signed('dissents', 'dissented'),
    ).join(', '),
    afterwards: some(asked.length, 'asked'),
    files: countOf(files.length, 'file'),
  };
}
