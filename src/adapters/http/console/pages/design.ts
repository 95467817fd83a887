import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Section } from '../../../../core/telling/document.ts';
import {
  answerable,
  askingDocument,
  auditPaper,
  costPaper,
  decisionHeading,
  decisionPaper,
  differenceDocuments,
  headDocument,
  openGateDocument,
  questionsDocument,
  shownProposalsOf,
  signaturesPaper,
  sinceTheEnd,
} from '../../../../core/telling/page/design-parts.ts';
import { PAGE } from '../../../../core/telling/page/page-words.ts';
import { oneLine } from '../../../../core/telling/plain.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import { allEvents } from '../../../../runtime/engine/loading.ts';
import type { Placed } from '../../../../runtime/message/html-controls.ts';
import { withForge } from '../../../../runtime/publishing/publisher.ts';
import { designOf } from '../../design-routes.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { drawnDocument, drawnLine, drawnPaper, type PlacedOnPage, placedOn } from '../drawn.ts';
import { liveDesign } from '../live.ts';
import { type Markup, page } from '../shell.ts';
import { afterwardsPart, otherDesigns } from './afterwards.ts';
import { tracedDecisionPart } from './decision.ts';
import { fileList } from './file-list.ts';
import { positionsMatrix } from './positions.ts';
import { coursePart } from './timeline.ts';

/** A part of the page under its heading; nothing of it is shown without content. */
interface Part {
  readonly id: string;
  readonly heading: string;
  readonly content: Markup | null;
}

/** One design: can it be relied on, what is open, what is there to do, and where did it go wrong. */
export async function designPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { publisher } = parts.engine.parts;
  const found = await designOf(context, parts.engine);
  const design = withForge(found, publisher);
  const placed = await placedOn(context, parts, design);
  const gate = openGateDocument(design);
  const shown = (await partsOf(context, design, placed, parts)).filter(({ content }) => content !== null);
  const links = shown.map(({ id, heading }) => html`<li><a href="${`#${id}`}">${heading}</a></li>`);
  const main = html`<div class="design">
<header class="head">${design.end === null ? '' : html`<p class="topic" dir="auto">${oneLine(design.topic)}</p>`}${drawnDocument(headDocument(design), besideAnswers(design, placed))}${await otherDesigns(context, parts, design)}</header>
${gate === null ? '' : html`<section class="gate" id="gate">${drawnDocument(gate, placed)}</section>`}
<nav class="contents" aria-label="${PAGE.design.contents}"><ul>${links}</ul></nav>
${shown.map(({ id, heading, content }) => html`<section class="part" id="${id}" aria-labelledby="${`${id}-heading`}"><h2 id="${`${id}-heading`}">${heading}</h2>${content}</section>`)}
</div>`;
  const title = design.topic.slice(0, 80);
  return page(context, { title, navigation: null, main, live: liveDesign(design.id, design.version) });
}

async function partsOf(
  context: Context,
  design: Design,
  placed: PlacedOnPage,
  parts: ConsoleParts,
): Promise<Part[]> {
  const { design: words } = PAGE;
  const { store, clock } = parts.engine.parts;
  const paper = (sections: readonly Section[] | null) =>
    sections === null || sections.flat().length === 0 ? null : drawnPaper(sections, placed);
  const decision =
    design.end === null
      ? null
      : ((await tracedDecisionPart(context, store, design, placed)) ?? paper(decisionPaper(design)));
  const events = (await allEvents(store, design.id)).map(({ event }) => event);
  const course = {
    id: 'course',
    heading: words.course,
    content: coursePart(design, events, clock.now(), placed),
  };
  const questions = {
    id: 'questions',
    heading: words.questions,
    content: questionsPart(design, placed),
  };
  return [
    { id: 'decision', heading: decisionHeading(design), content: decision },
    { id: 'since', heading: words.since, content: paper(sinceTheEnd(design)) },
    // What people are asked to do goes before what there is to see.
    ...(answerable(design).length > 0 ? [questions, course] : [course, questions]),
    { id: 'proposals', heading: words.proposals, content: proposalsPart(design, placed) },
    {
      id: 'positions',
      heading: words.positions,
      content: positionsPart(design, placed),
    },
    { id: 'audit', heading: words.audit, content: paper(auditPaper(design)) },
    { id: 'signatures', heading: words.signatures, content: paper(signaturesPaper(design)) },
    { id: 'cost', heading: words.cost, content: paper(costPaper(design)) },
    { id: 'files', heading: words.files, content: fileList(design) },
    { id: 'afterwards', heading: PAGE.afterwards.heading, content: afterwardsPart(context, design, placed) },
  ];
}

const ANSWERS_FORM = 'answers';

/** What stands in the fields for answers goes along with whatever is pressed while they are there. */
function besideAnswers(design: Design, placed: PlacedOnPage): Placed {
  return answerable(design).length === 0 || !placed.may('answer')
    ? placed
    : { ...placed, form: ANSWERS_FORM };
}

/** The questions, and a field for each that is open: answered here like in the thread. */
function questionsPart(design: Design, placed: PlacedOnPage): Markup | null {
  const ledger = questionsDocument(design);
  if (ledger === null) return null;
  const open = answerable(design);
  if (open.length === 0 || !placed.may('answer')) return drawnDocument(ledger, placed);
  const fields = open.map(
    ({
      id,
      text,
      why,
      askedBy,
    }) => html`<li><label for="${`answer-${id}`}"><b>${id}</b> <span dir="auto">${oneLine(text)}</span></label>
<p class="hint" id="${`why-${id}`}" dir="auto">${askedBy}: ${oneLine(why)}</p>
<textarea id="${`answer-${id}`}" name="${id}" rows="2" maxlength="20000" dir="auto" aria-describedby="${`why-${id}`}"></textarea></li>`,
  );
  return html`${drawnDocument(askingDocument(design), besideAnswers(design, placed))}
<form class="answers" id="${ANSWERS_FORM}" method="post" action="${`/designs/${design.id}/answers`}"><input type="hidden" name="version" value="${String(design.version)}"><ol>${fields}<li><label for="answer-remark">${PAGE.design.anything}</label><textarea id="answer-remark" name="remark" rows="2" maxlength="20000" dir="auto"></textarea></li></ol><button class="primary">${PAGE.design.send}</button></form>
<details><summary>${PAGE.design.allQuestions}</summary>${drawnDocument({ ...ledger, clickable: null }, placed)}</details>`;
}

function proposalsPart(design: Design, placed: Placed): Markup | null {
  const all = shownProposalsOf(design);
  if (all.length === 0) return null;
  const columns = all.map(
    ({
      author,
      title,
      headline,
      confidence,
      paper,
    }) => html`<div class="column" id="${`proposal-${author}`}"><h3>${title}</h3>
<p class="headline" dir="auto">${drawnLine(headline, placed)}</p><p class="hint">${PAGE.design.confidence} ${confidence}</p>
<details><summary>${PAGE.design.whole}</summary>${drawnPaper(paper, placed)}</details></div>`,
  );
  return html`<div class="columns">${columns}</div>`;
}

/** The positions on each difference, and who stands where, before and after. */
function positionsPart(design: Design, placed: Placed): Markup | null {
  if (design.divergences.length === 0) return null;
  return html`${positionsMatrix(design, placed) ?? ''}${differenceDocuments(design).map((each) => drawnDocument(each, placed))}`;
}
