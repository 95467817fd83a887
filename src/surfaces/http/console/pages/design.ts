/**
 * Pages of the console, a file for each and for the larger parts of one. Here: the page of a
 * design.
 */

import type { Context } from 'hono';
import type { Design } from '#core/vocabulary/design.ts';
import { verifyCommand } from '#core/vocabulary/figures.ts';
import { cutText } from '#foundation/cut-text.ts';
import {
  drawPageGate,
  drawPageState,
  drawPageTrust,
  drawStarted,
  sayGists,
} from '#presentation/answers/design-page.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { cutLine, foldToOneLine } from '#presentation/format/plain.ts';
import { drawSignatures } from '#presentation/judged/signatures.ts';
import { isAskedAtGate, listDifferenceRows } from '#presentation/picture/differences.ts';
import { runPictureOf, tablesOfRun } from '#presentation/picture/run.ts';
import { drawAudit } from '#presentation/record/audit.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { listOpenQuestions } from '#presentation/talk/questions.ts';
import { hasDecisionToShow, saySentence } from '#presentation/thread/result.ts';
import { viewOf } from '#presentation/view/view.ts';
import { markOf } from '#presentation/words/state.ts';
import { markPublishable } from '#record/publish.ts';
import { cleanUrl } from '../../access/own-path.ts';
import { drawDocument, drawLine, drawPaper, drawRun, type Placed } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { designOf } from '../../readable.ts';
import { readChannelName } from '../channel-name.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { type PlacedOnPage, placeOn } from '../drawn.ts';
import { drawState } from '../elements.ts';
import { liveDesignAddressOf } from '../live.ts';
import { drawPage, type Markup } from '../shell.ts';
import { drawDecisionText, listDecisionParts } from './decision.ts';
import { drawDifferences, drawOpenDifferences } from './differences.ts';
import { drawAfterwards, drawOtherDesigns } from './follow-up.ts';
import { drawPart, type Part } from './part.ts';
import { drawPeoplesWords } from './people.ts';
import { drawProposals } from './proposals.ts';
import { drawQuestions } from './questions.ts';

/** Most characters of a topic in the heading. */
const TOPIC_CHARACTERS = 300;

/**
 * The page of one design: its run as a picture, what is asked of people or was decided, and
 * everything else in one list.
 */
export async function drawDesignPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { publisher, clock } = parts.engine.parts;
  const design = markPublishable(await designOf(context, parts.engine), publisher);
  const view = viewOf(design);
  const placed = await placeOn(context, parts, design);
  const isOver = view.endedAt !== null;
  const all = partsOf(design, placed, await drawAfterwards(parts, design, placed));
  // What is asked of people, or open, comes before the decision.
  const isLater = ({ id }: Part) => AFTER_DECISION.includes(id);
  const { shown = [], rest = [] } = Object.groupBy(all, ({ isShown }) =>
    isShown ? 'shown' : 'rest',
  );
  const isDecided = isOver && hasDecisionToShow(view);
  const sentence = isDecided && view.text !== null ? saySentence(view.text) : undefined;
  const state = drawPageState(view);
  const result = drawPageTrust(view);
  const place = view.thread === null ? '' : await readChannelName(parts, view.thread);
  const main = html`<div class="design"><header class="head">
<p class="topic" dir="auto">${drawState(markOf(view))} ${sentence && html`${cutLine(view.topic, TOPIC_CHARACTERS)} `}<small>${drawLine(drawStarted(view, place))}</small></p>
<h1 dir="auto">${cutLine(sentence ?? view.topic, TOPIC_CHARACTERS)}</h1>${drawWholeTopic(view)}${await drawOtherDesigns(context, parts, design)}</header>
${drawPicture(view, placed, clock.now(), isOver ? all : [])}
${state && state.now.length > 0 && html`<section class="state moves">${drawPaper([state.now], placed)}</section>`}
${drawGate(view, placed)}${isDecided && drawOpenDifferences(view, placed)}
${shown.filter((each) => !isLater(each)).map(drawPart)}${isDecided && drawDecisionText(design, placed)}
${result && html`<section class="trust" id="trust">${isDecided && html`<h2>${PAGE.design.trust}</h2>`}${drawDocument(result, placed)}</section>`}
${shown.filter(isLater).map(drawPart)}
${state && html`<section class="${view.gate === null ? 'state moves' : 'state'}">${drawDocument(state.below, placed)}</section>`}
${rest.length > 0 && html`<details class="rest"${state !== null && view.gate === null && html` open`}><summary><h2>${PAGE.design.rest}</h2> <small>${rest.map(({ heading }) => heading).join(', ')}</small></summary>${rest.map(drawPart)}</details>`}</div>`;
  const title = cutText(view.topic, 80);
  const live = liveDesignAddressOf(design.id, design.version);
  return drawPage(context, { title, main, live, script: 'run.js' });
}

const AFTER_DECISION: readonly string[] = ['step', 'whose'];

/** What people ask of an ended design, and what stands far below. */
const LED_TO: readonly string[] = ['whose', 'positions'];

/** The picture stands before what it shows in words: as a table. */
function drawPicture(
  view: DesignView,
  placed: Placed,
  now: number,
  parts: readonly Part[],
): Markup {
  const run = runPictureOf(view, now);
  const leads = parts
    .filter(({ id }) => LED_TO.includes(id))
    .map(({ id, heading }) => html`<a href="${`#${id}`}">${heading}</a>`);
  return html`<figure class="picture" id="run">${drawRun(run, placed)}<figcaption class="hint"><b>${run.total}</b> <span class="legend">${run.legend}<span class="told" data-keys="${PAGE.design.keys}" aria-hidden="true"></span></span></figcaption>
<div class="below"><details><summary>${PAGE.design.asTable}</summary>${drawPaper(tablesOfRun(run, view), placed)}</details>${leads}</div></figure>`;
}

/** The open gate, with the points that are settled here between its question and the draft. */
function drawGate(view: DesignView, placed: PlacedOnPage): Markup | null {
  const gate = drawPageGate(view);
  if (gate === null) return null;
  const points = listDifferenceRows(view).filter((each) => isAskedAtGate(view, each));
  return html`<section class="gate" id="gate">${drawDocument(gate.asks, placed)}${drawDifferences(view, points, placed)}${drawDocument(gate.draft, placed)}</section>`;
}

/** `afterwards`: what was asked of the record, and what can be asked; `null` for neither. */
function partsOf(design: Design, placed: PlacedOnPage, afterwards: Markup | null): Part[] {
  const view = viewOf(design);
  const { endedAt, gate, questions, proposals } = view;
  const gists = sayGists(view);
  const part = (
    id: keyof typeof PAGE.parts,
    content: Markup | false | null,
    isShown = false,
  ): Part[] =>
    !content ? [] : [{ id, heading: PAGE.parts[id], gist: gists[id], content, isShown }];
  const audit = [drawAudit(view), drawSignatures(view)].filter((each) => each.length > 0);
  const differences = listDifferenceRows(view).filter((each) => !isAskedAtGate(view, each));
  const isAsking = listOpenQuestions(view).length > 0;
  const isDecided = endedAt !== null || gate !== null;
  return [
    ...(isDecided && (endedAt === null || hasDecisionToShow(view))
      ? listDecisionParts(design, placed)
      : []),
    ...part('whose', isDecided && drawPeoplesWords(view, placed), true),
    ...part(
      'positions',
      differences.length > 0 && drawDifferences(view, differences, placed),
      !isDecided,
    ),
    // Parts that come later stand below those that are there.
    ...part('afterwards', afterwards),
    ...part('questions', questions.length > 0 && drawQuestions(design, placed), isAsking),
    ...part('proposals', proposals.length > 0 && drawProposals(view)),
    ...part('audit', audit.length > 0 && drawPaper(audit, placed)),
    ...part('files', drawFiles(view)),
  ];
}

/** Draws the full topic if it is too long for the heading. */
function drawWholeTopic({ topic }: DesignView): Markup | null {
  if (topic.length <= TOPIC_CHARACTERS) return null;
  return html`<details><summary>${PAGE.design.wholeTopic}</summary><div class="inside"><p dir="auto">${foldToOneLine(topic)}</p></div></details>`;
}

/** Files for people. The others are for programs, or repeat the page. */
const READ_FIRST: ReadonlySet<string> = new Set(['brief.md', 'decision.md', 'record.md']);

/** Lists the design's files, with the command to check them; `null` before there are any. */
function drawFiles({ id, files, head }: DesignView): Markup | null {
  if (files.length === 0) return null;
  const items = (names: readonly string[]) =>
    names.map(
      (name) =>
        html`<li><a href="${cleanUrl(`/designs/${id}/files/${encodeURI(name)}`)}">${name}</a></li>`,
    );
  const rest = files.filter((name) => !READ_FIRST.has(name));
  const verify =
    head !== null &&
    html`<p>${PAGE.design.verify}: <code>${verifyCommand(`designs/${id}`, head)}</code></p>`;
  return html`<ul class="files">${items(files.filter((name) => READ_FIRST.has(name)))}</ul>
<details><summary>${PAGE.design.more(rest.length)}</summary><ul class="files">${items(rest)}</ul>${verify}</details>`;
}
