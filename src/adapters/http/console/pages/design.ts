import type { Context } from 'hono';
import { fileNames } from '../../../../core/outcome/file-names.ts';
import { standingDecision } from '../../../../core/outcome/why.ts';
import type { Design } from '../../../../core/vocabulary/design.ts';
import type { DesignEvent } from '../../../../core/vocabulary/events.ts';
import { verifyCommand } from '../../../../core/vocabulary/figures.ts';
import { placeName } from '../../../../engine/access/may-read.ts';
import { allEvents } from '../../../../engine/reading/loading.ts';
import type { Section } from '../../../../presentation/format/document.ts';
import { PAGE } from '../../../../presentation/format/page-words.ts';
import { cutLine, oneLine } from '../../../../presentation/format/plain.ts';
import { coursePaper } from '../../../../presentation/web/course.ts';
import {
  answerable,
  auditPaper,
  decisionHeading,
  decisionPaper,
  differenceDocuments,
  gistsOf,
  headDocument,
  openGateDocument,
  shownProposalsOf,
  signaturesPaper,
  startedLine,
} from '../../../../presentation/web/design-parts.ts';
import { peopleOf } from '../../../../presentation/web/people.ts';
import { withForge } from '../../../../record/publish.ts';
import { safeUrl } from '../../access/own-path.ts';
import { drawnDocument, drawnLine, drawnPaper, type Placed } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { designOf } from '../../routes/design-routes.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { type PlacedOnPage, placedOn } from '../drawn.ts';
import { liveDesign } from '../live.ts';
import { type Markup, page } from '../shell.ts';
import { decisionParts } from './decision.ts';
import { afterwardsPart, otherDesigns } from './follow-up.ts';
import { type Part, partMarkup } from './part.ts';
import { questionsPart } from './questions.ts';

/** Most characters of a topic in the heading. */
const TOPIC_CHARACTERS = 300;

/** The page of one design. */
export async function designPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const { publisher, store } = parts.engine.parts;
  const found = await designOf(context, parts.engine);
  const design = withForge(found, publisher);
  const placed = await placedOn(context, parts, design);
  const events = (await allEvents(store, design.id)).map(({ event }) => event);
  const decided = design.end === null ? null : standingDecision(design);
  const decision = decided === null ? null : decisionParts(design, decided.decision, placed);
  const shown = [...(decision?.parts ?? []), ...partsOf(context, parts, design, placed, events)];
  const links = shown.map(({ id, heading }) => html`<li><a href="${`#${id}`}">${heading}</a></li>`);
  const gate = openGateDocument(design, placed.may);
  const head = html`<header class="head">${design.end === null ? '' : html`<p class="topic" dir="auto">${cutLine(design.topic, TOPIC_CHARACTERS)} <small>${drawnLine(startedLine(design, design.thread === null ? '' : placeName(design.thread)))}</small></p>`}${drawnDocument(headDocument(design), placed)}${wholeTopic(design)}${await otherDesigns(context, parts, design)}</header>`;
  const main = html`<div class="design"><div class="told">${head}
${gate === null ? '' : html`<section class="gate" id="gate">${drawnDocument(gate, placed)}</section>`}
${decision?.whole ?? draftOf(design, placed)}${shown.map(partMarkup)}</div>
${aside(design, placed)}
<nav class="contents" aria-labelledby="contents-heading"><h2 id="contents-heading">${PAGE.design.contents}</h2><ul>${links}</ul></nav></div>`;
  const title = design.topic.slice(0, 80);
  return page(context, { title, navigation: null, main, live: liveDesign(design.id, design.version) });
}

/** Draws participants and files beside the decision. */
function aside(design: Design, placed: Placed): Markup {
  const { design: words } = PAGE;
  const files = fileList(design);
  const part = (heading: string, content: Markup) => html`<section><h2>${heading}</h2>${content}</section>`;
  return html`<aside class="side" aria-label="${words.beside}">${part(design.end === null ? words.people : words.tookPart, peopleList(design, placed))}${files === null ? '' : part(words.files, files)}</aside>`;
}

/** Draws the full topic if it is too long for the heading; empty otherwise. */
function wholeTopic({ topic }: Design): Markup {
  if (topic.length <= TOPIC_CHARACTERS) return html``;
  return html`<details><summary>${PAGE.design.wholeTopic}</summary><div class="inside"><p dir="auto">${oneLine(topic)}</p></div></details>`;
}

/** Draws a draft, or a decision without a trace. */
function draftOf(design: Design, placed: Placed): Markup {
  const sections = design.end === null ? null : decisionPaper(design);
  return sections === null
    ? html``
    : html`<section class="part"><h2>${decisionHeading(design)}</h2><div id="decision">${drawnPaper(sections, placed)}</div></section>`;
}

function partsOf(
  context: Context,
  parts: ConsoleParts,
  design: Design,
  placed: PlacedOnPage,
  events: readonly DesignEvent[],
): Part[] {
  const { design: words } = PAGE;
  const paper = (sections: readonly Section[] | null) =>
    sections === null || sections.flat().length === 0 ? null : drawnPaper(sections, placed);
  const isAsking = answerable(design).length > 0;
  const questions = {
    ...{ id: 'questions', heading: words.questions, isShown: isAsking },
    content: questionsPart(design, placed),
  };
  const all: (Omit<Part, 'content'> & { readonly content: Markup | null })[] = [
    // Requests to people come first.
    ...(isAsking ? [questions] : []),
    { id: 'positions', heading: words.positions, content: positionsPart(design, placed) },
    ...(isAsking ? [] : [questions]),
    { id: 'proposals', heading: words.proposals, content: proposalsPart(design, placed) },
    { id: 'audit', heading: words.audit, content: paper(auditPaper(design)) },
    { id: 'signatures', heading: words.signatures, content: paper(signaturesPaper(design)) },
    { id: 'course', heading: words.course, content: paper(coursePaper(design, events)) },
    {
      id: 'afterwards',
      heading: PAGE.afterwards.heading,
      content: afterwardsPart(context, parts, design, placed),
    },
  ];
  const gists = gistsOf(design);
  return all.flatMap(({ content, ...part }) =>
    content === null ? [] : [{ ...part, content, gist: gists[part.id] ?? '' }],
  );
}

function proposalsPart(design: Design, placed: Placed): Markup | null {
  const all = shownProposalsOf(design);
  if (all.length === 0) return null;
  const items = all.map(
    ({ author, title, headline, paper }) =>
      html`<li><details class="item" id="${`proposal-${author}`}"><summary><h3>${title}</h3> <span dir="auto">${drawnLine(headline, placed)}</span></summary><div class="inside">${drawnPaper(paper, placed)}</div></details></li>`,
  );
  return html`<ol class="items">${items}</ol>`;
}

/** Draws the differences, with the personas' positions before and after. */
function positionsPart(design: Design, placed: Placed): Markup | null {
  if (design.divergences.length === 0) return null;
  return html`${differenceDocuments(design).map((each) => drawnDocument(each, placed))}`;
}

/** Draws a line for each participant, which unfolds to their turns. */
function peopleList(design: Design, placed: Placed): Markup {
  const people = peopleOf(design).map(({ id, name, state, look, cost, facts, turns }) => {
    const own = turns.map(
      ({ words, hasFailed }) =>
        html`<li class="${hasFailed ? 'failed' : ''}">${drawnLine(words, placed)}</li>`,
    );
    return html`<li><details class="person" id="${`person-${id}`}"><summary><span dir="auto">${name}</span> <small data-look="${look}">${state}</small> <small class="cost">${cost}</small></summary><div class="inside"><p class="hint">${facts}</p><ol class="turns">${own}</ol></div></details></li>`;
  });
  return html`<ul class="people">${people}</ul>`;
}

/** Files for people. The others are for programs, or repeat the page. */
const READ_FIRST: ReadonlySet<string> = new Set(['brief.md', 'adr.md', 'decision.md', 'record.md']);

/** Lists the design's files, with the command to check them; `null` before there are any. */
function fileList(design: Design): Markup | null {
  const names = fileNames(design.files);
  if (names.length === 0) return null;
  const items = (some: readonly string[]) =>
    some.map(
      (name) =>
        html`<li><a href="${safeUrl(`/designs/${design.id}/files/${encodeURI(name)}`)}">${name}</a></li>`,
    );
  const rest = names.filter((name) => !READ_FIRST.has(name));
  const others =
    rest.length === 0
      ? ''
      : html`<details><summary>${PAGE.design.more(rest.length)}</summary><ul class="files">${items(rest)}</ul></details>`;
  const verify =
    design.head === null
      ? ''
      : html`<p>${PAGE.design.verify}: <code>${verifyCommand('charrette', `designs/${design.id}`, design.head)}</code></p>`;
  return html`<ul class="files" id="files">${items(names.filter((name) => READ_FIRST.has(name)))}</ul>${others}${verify}`;
}
