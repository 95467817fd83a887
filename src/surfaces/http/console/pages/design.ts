import type { Context } from 'hono';
import type { Design } from '../../../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../../../core/vocabulary/events.ts';
import { verifyCommand } from '../../../../core/vocabulary/figures.ts';
import { cutText } from '../../../../foundation/cut-text.ts';
import {
  drawStarted,
  gistsIn,
  pageGateIn,
  stateIn,
  timeLineIn,
  trustIn,
  turnsIn,
} from '../../../../presentation/answers/design-page.ts';
import { untrustedMarkdown } from '../../../../presentation/format/document.ts';
import { PAGE } from '../../../../presentation/format/page-words.ts';
import { cutLine, foldToOneLine } from '../../../../presentation/format/plain.ts';
import { peopleIn, titleIn } from '../../../../presentation/judged/people.ts';
import { drawSaid } from '../../../../presentation/judged/said.ts';
import { signaturesIn } from '../../../../presentation/judged/signatures.ts';
import { auditIn } from '../../../../presentation/record/audit.ts';
import type { DesignView } from '../../../../presentation/schema/view.ts';
import { differencesIn } from '../../../../presentation/talk/differences.ts';
import { proposalIn } from '../../../../presentation/talk/proposals.ts';
import { openQuestionsIn } from '../../../../presentation/talk/questions.ts';
import { saySentence } from '../../../../presentation/thread/result.ts';
import { viewOf } from '../../../../presentation/view/view.ts';
import { readAllEvents } from '../../../../record/loading.ts';
import { markPublishable } from '../../../../record/publish.ts';
import { cleanUrl } from '../../access/own-path.ts';
import { drawDocument, drawLine, drawPaper, type Placed } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { designOf } from '../../readable.ts';
import { channelNameOf } from '../channel-name.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { type PlacedOnPage, placeOn } from '../drawn.ts';
import { drawTitled } from '../elements.ts';
import { liveDesignAddressOf } from '../live.ts';
import { drawPage, type Markup } from '../shell.ts';
import { drawDecisionText, listDecisionParts } from './decision.ts';
import { drawAfterwards, drawOtherDesigns } from './follow-up.ts';
import { drawPart, type Part } from './part.ts';
import { drawQuestions } from './questions.ts';

/** Most characters of a topic in the heading. */
const TOPIC_CHARACTERS = 300;

/** The page of one design: what is open and decided, and beside it state, people, time line and files. */
export async function drawDesignPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { publisher, store } = parts.engine.parts;
  const design = markPublishable(await designOf(context, parts.engine), publisher);
  const view = viewOf(design);
  const placed = await placeOn(context, parts, design);
  const events = (await readAllEvents(store, design.id)).map(({ event }) => event);
  const isOver = view.endedAt !== null;
  const gate = pageGateIn(view, placed.may);
  const all = partsOf(design, placed, await drawAfterwards(parts, design, placed));
  // What is asked of people, or open, comes before the decision.
  const isFirst = ({ id, isShown }: Part) => isShown && id !== 'step';
  const sentence = isOver && view.text !== null ? saySentence(view, view.text) : undefined;
  const result = trustIn(view);
  const place = view.thread === null ? '' : await channelNameOf(parts, view.thread);
  const links = all.map(({ id, heading }) => html`<li><a href="${`#${id}`}">${heading}</a></li>`);
  const main = html`<div class="design"><header class="head">
<p class="topic" dir="auto">${sentence && html`${cutLine(view.topic, TOPIC_CHARACTERS)} `}<small>${drawLine(drawStarted(view, place))}</small></p>
<h1 dir="auto">${cutLine(sentence ?? view.topic, TOPIC_CHARACTERS)}</h1>${drawWholeTopic(view)}${await drawOtherDesigns(context, parts, design)}</header>
<div class="told">${gate && html`<section class="gate" id="gate">${drawDocument(gate, placed)}</section>`}
${all.filter(isFirst).map(drawPart)}${isOver && drawDecisionText(design, placed)}
${result && html`<section class="trust" id="trust"><h2>${PAGE.design.trust}</h2>${drawDocument(result, placed)}</section>`}
${all.filter((each) => !isFirst(each)).map(drawPart)}${all.length === 0 && gate === null && !isOver && html`<p class="hint">${PAGE.design.nothingYet}</p>`}</div>
<aside class="side" aria-label="${PAGE.design.beside}">${drawBeside(view, placed, events)}
${links.length > 1 && html`<nav class="contents" aria-labelledby="contents-heading"><h2 id="contents-heading">${PAGE.design.contents}</h2><ul>${links}</ul></nav>`}</aside></div>`;
  const title = cutText(view.topic, 80);
  return drawPage(context, { title, main, live: liveDesignAddressOf(design.id, design.version) });
}

/** `afterwards`: what was asked of the record, and what can be asked; `null` for neither. */
function partsOf(design: Design, placed: PlacedOnPage, afterwards: Markup | null): Part[] {
  const view = viewOf(design);
  const gists = gistsIn(view);
  const part = (id: keyof typeof PAGE.parts, content: Markup | false | null, isShown = false): Part[] =>
    !content ? [] : [{ id, heading: PAGE.parts[id], gist: gists[id], content, isShown }];
  const audit = [auditIn(view), signaturesIn(view)].filter((each) => each.length > 0);
  const differences = view.divergences.map(({ id }) => drawDocument(differencesIn(view, [id]), placed));
  const isAsking = openQuestionsIn(view).length > 0;
  return [
    ...(view.endedAt === null && view.gate === null ? [] : listDecisionParts(design, placed)),
    ...part('positions', differences.length > 0 && html`${differences}`),
    ...part('questions', view.questions.length > 0 && drawQuestions(design, placed), isAsking),
    ...part('said', view.text !== null && view.peopleSaid.length > 0 && drawPaper([drawSaid(view)], placed)),
    ...part('proposals', view.proposals.length > 0 && drawProposals(view, placed)),
    ...part('audit', audit.length > 0 && drawPaper(audit, placed)),
    ...part('afterwards', afterwards),
  ];
}

function drawProposals(view: DesignView, placed: Placed): Markup {
  const items = view.proposals.map((proposal) => {
    const { persona, headline } = proposal;
    // The summary has its title and headline.
    const content = [proposalIn(view, proposal).slice(2)];
    return html`<li><details class="item" id="${`proposal-${persona}`}"><summary><h3>${drawLine(titleIn(view, persona))}</h3> <span dir="auto">${drawLine(untrustedMarkdown(headline), placed)}</span></summary><div class="inside">${drawPaper(content, placed)}</div></details></li>`;
  });
  return html`<ol class="items">${items}</ol>`;
}

/** Draws the full topic if it is too long for the heading. */
function drawWholeTopic({ topic }: DesignView): Markup | null {
  if (topic.length <= TOPIC_CHARACTERS) return null;
  return html`<details><summary>${PAGE.design.wholeTopic}</summary><div class="inside"><p dir="auto">${foldToOneLine(topic)}</p></div></details>`;
}

/** Draws state, people, time line and files. */
function drawBeside(view: DesignView, placed: Placed, events: readonly DesignEvent[]): Markup {
  const { design: words } = PAGE;
  const state = stateIn(view);
  const course = timeLineIn(view, events);
  const files = drawFiles(view);
  return html`${state && html`<section class="state">${drawDocument(state, placed)}</section>`}
${drawTitled(words.people, drawPeople(view, placed))}
${course.length > 0 && html`<details class="item" id="course"><summary><h2>${words.course}</h2> <small>${view.took}</small></summary>${drawPaper(course, placed)}</details>`}
${files && drawTitled(words.files, files)}`;
}

/** Draws a line for each participant, which unfolds to their turns. */
function drawPeople(view: DesignView, placed: Placed): Markup {
  const people = peopleIn(view).map(({ id, name, state, look, cost, facts }) => {
    const own = turnsIn(view, id).map(
      ({ words, hasFailed }) => html`<li class="${hasFailed && 'failed'}">${drawLine(words, placed)}</li>`,
    );
    return html`<li><details class="person" id="${`person-${id}`}"><summary><span dir="auto">${name}</span> <small data-look="${look}">${state}</small> <small class="cost">${cost}</small></summary><div class="inside"><p class="hint">${facts}</p><ol class="turns">${own}</ol></div></details></li>`;
  });
  return html`<ul class="people">${people}</ul>`;
}

/** Files for people. The others are for programs, or repeat the page. */
const READ_FIRST: ReadonlySet<string> = new Set(['brief.md', 'decision.md', 'record.md']);

/** Lists the design's files, with the command to check them; `null` before there are any. */
function drawFiles({ id, files, head }: DesignView): Markup | null {
  if (files.length === 0) return null;
  const items = (names: readonly string[]) =>
    names.map(
      (name) => html`<li><a href="${cleanUrl(`/designs/${id}/files/${encodeURI(name)}`)}">${name}</a></li>`,
    );
  const rest = files.filter((name) => !READ_FIRST.has(name));
  const verify =
    head !== null &&
    html`<p>${PAGE.design.verify}: <code>${verifyCommand('charrette', `designs/${id}`, head)}</code></p>`;
  return html`<ul class="files" id="files">${items(files.filter((name) => READ_FIRST.has(name)))}</ul>
<details><summary>${PAGE.design.more(rest.length)}</summary><ul class="files">${items(rest)}</ul>${verify}</details>`;
}
