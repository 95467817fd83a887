/**
 * Files about the decision: `decision.md`, whose bytes are signed, and `brief.md`, which holds it
 * with its caveats, dissents and sources.
 *
 * @example
 * writeBrief(design); // null for a design that a person cancelled
 */

import { type DecisionStatus, decisionStatusOf } from '../../core/follow-up/decision-status.ts';
import { findDecisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Publication } from '../../core/vocabulary/event-parts.ts';
import { countOf, utcDayOf } from '../../core/vocabulary/figures.ts';
import {
  codeSpan,
  ifAny,
  italic,
  line,
  lines,
  list,
  part,
  reference,
  type Section,
  section,
  title,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from '../format/document.ts';
import { writeMarkdownFile } from '../format/markdown.ts';
import { PAGE } from '../format/page-words.ts';
import { sayDecisionStatus } from '../judged/afterwards.ts';
import { drawBanner } from '../judged/caveats.ts';
import { drawFollowedUp } from '../judged/earlier.ts';
import { drawTitle, drawTitles } from '../judged/people.ts';
import { drawSaidOnPage, PEOPLE_SAID } from '../judged/said.ts';
import { drawDissents } from '../judged/signatures.ts';
import type { DesignView } from '../schema/view.ts';
import { viewOf } from '../view/view.ts';
import { drawPeoplesDecisions } from '../words/gate-words.ts';
import { STATUS_WORDS } from '../words/phases.ts';
import { drawDecidedText, drawLapsed, titleOfDecision } from './decision-document.ts';
import { drawPointWithSides, drawSideAlone } from './decision-items.ts';

/** Sentences of people that the decision says, on the one page; the record has all. */
const MOST_SAID = 8;

/** Heading below which the signed text stands. */
const OUTCOME = 'Decision Outcome';

/** Front-matter field for the chain's head, outside the reach of those who control the store. */
export const HEAD_FIELD = 'charrette-head';

/** Where a record is published: its number there, and the record that it supersedes. */
interface Published {
  readonly number: string;
  readonly superseded: Pick<Publication, 'number' | 'path'> | null;
}

/**
 * `brief.md`, one page to decide from, and the decision's record in its bundle. Code makes it from
 * the current decision, signed or not, otherwise from the proposals side by side. It says what is
 * missing. `null` after a person's cancellation.
 */
export function writeBrief(design: Design): string | null {
  return design.end?.stoppedBecause === 'cancelled_by_person'
    ? null
    : writeDecisionRecord(design, null);
}

/**
 * The decision record, with front-matter and headings of MADR 4: the banner; the decision as it was
 * signed, byte for byte; dissents in their own words. `published`: `null` in the bundle, which
 * alone has what people said and decided.
 */
export function writeDecisionRecord(design: Design, published: Published | null): string {
  const view = viewOf(design);
  const { topic, text, frame } = view;
  const number = published === null ? '' : `ADR-${published.number}: `;
  const file = writeMarkdownFile(
    drawBanner(view, text !== null),
    title(1, line`${number}${titleOfDecision(design)}`),
    part(
      2,
      'Context and Problem Statement',
      untrustedMarkdownBlock(published === null ? frame?.restated || topic : topic),
      published === null && drawFollowedUp(view, false),
    ),
    part(2, 'Considered Options', optionsIn(view)),
    part(
      2,
      OUTCOME,
      text === null ? undecidedIn(view) : decidedIn(design),
      published === null && drawLapsed(view),
      part(3, PAGE.decision.dissent, drawDissents(view)),
    ),
    part(
      2,
      'More Information',
      published === null ? peopleIn(design, view) : originIn(design, published),
    ),
  );
  return `${frontMatter(design, view, published !== null)}\n${file}`;
}

/** The words of MADR 4. */
const STATUSES: Readonly<Record<DecisionStatus, string>> = {
  decided: 'proposed',
  accepted: 'accepted',
  declined: 'rejected',
  superseded: 'superseded',
};

/**
 * Status, date and deciders as YAML, which takes JSON's quoted strings; where it is published, also
 * the head.
 */
function frontMatter(
  design: Design,
  { deciders, ending }: DesignView,
  isPublished: boolean,
): string {
  const { endedAt, startedAt } = outcomeOf(design);
  const fields = {
    status: statusOf(design, ending),
    date: utcDayOf(endedAt ?? startedAt),
    'decision-makers': deciders.map(({ name }) => name).join(', ') || 'none',
    ...(isPublished && design.head !== null ? { [HEAD_FIELD]: design.head } : {}),
  };
  const rows = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return ['---', ...rows, '---', ''].join('\n');
}

/**
 * How the decision stands; without one in force, how the design ended. People decide nothing in a
 * rehearsal.
 */
function statusOf(design: Design, ending: DesignView['ending']): string {
  if (findDecisionInForce(design) !== null)
    return STATUSES[design.rehearsal ? 'decided' : decisionStatusOf(design)];
  return STATUS_WORDS[ending === 'unfinished' ? 'running' : ending];
}

/** Each way that is rejected with who held it, and the other proposals. */
function optionsIn(view: DesignView): Section {
  const { proposals, rejected, basis } = view;
  const base = basis?.base ?? [];
  const isRejected = (persona: (typeof base)[number]) =>
    rejected.some(({ heldBy }) => heldBy.includes(persona)) && !base.includes(persona);
  const kept = proposals
    .filter(({ persona }) => !isRejected(persona))
    .map(({ persona, headline }) => {
      const chosen = base.includes(persona) ? ', chosen as the base' : '';
      return line`${untrustedMarkdown(headline)} ${italic(line`(${drawTitle(view, persona)}${chosen})`)}`;
    });
  const left = rejected.map(({ option, heldBy }) => {
    const holders = ifAny`${drawTitles(view, heldBy)}, `;
    return line`${untrustedMarkdown(option)} ${italic(line`(${holders}rejected)`)}`;
  });
  return list([...kept, ...left]);
}

function decidedIn(design: Design): Section {
  const isDraft = findDecisionInForce(design) === null;
  return section(
    isDraft && lines(italic('A draft, which never came into force:')),
    drawDecidedText(design),
  );
}

function undecidedIn(view: DesignView): Section {
  const { proposals, rounds, questions, divergences } = view;
  const isCompared = rounds.some(
    ({ kind, contributed }) => kind === 'mapping' && contributed.length > 0,
  );
  const compared = proposals.length < 2 || isCompared ? '' : ' The proposals were not compared.';
  const missing =
    proposals.length === 0 ? ' It stopped before any proposal was revealed.' : compared;
  const assumed = questions.flatMap(({ text, assumption }) =>
    assumption === undefined
      ? []
      : [line`${italic(untrustedMarkdown(text))} ${untrustedMarkdown(assumption)}`],
  );
  return section(
    lines(`There is no decision.${missing}`),
    part(
      3,
      PAGE.decision.open,
      list(
        divergences
          .filter(({ isOpen }) => isOpen)
          .map(({ description, positions }) =>
            drawPointWithSides({ description, sides: positions.map(drawSideAlone) }),
          ),
      ),
    ),
    part(3, 'Assumptions', list(assumed)),
  );
}

/** What people decided and said. */
function peopleIn(design: Design, view: DesignView): Section {
  const unused = view.factsNotUsed.length;
  const facts =
    unused === 0 ? '' : `The decision does not use ${countOf(unused, 'fact')} with a source. `;
  return section(
    part(3, "People's decisions", drawPeoplesDecisions(view, sayDecisionStatus(design, null))),
    part(3, PEOPLE_SAID, drawSaidOnPage(view, MOST_SAID)),
    lines(line`${facts}Everything else is in ${reference('record.md', 'record.md')}.`),
  );
}

function originIn(design: Design, { superseded }: Published): Section {
  const sha256 = findDecisionInForce(design)?.sha256 ?? '';
  return list([
    superseded !== null &&
      line`Supersedes ADR-${superseded.number} (${codeSpan(superseded.path)}).`,
    line`Decided by Charrette as ${codeSpan(design.id)}. The text under ${OUTCOME} is the one that was signed: SHA-256 ${codeSpan(sha256)}.`,
  ]);
}
