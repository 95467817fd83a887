import type { Context } from 'hono';
import { cutText } from '#foundation/cut-text.ts';
import { untrustedMarkdown } from '#presentation/format/document.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { drawTitle } from '#presentation/judged/people.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { drawProposal } from '#presentation/talk/proposals.ts';
import { viewOf } from '#presentation/view/view.ts';
import { cleanUrl } from '../../access/own-path.ts';
import { drawLine, drawPaper } from '../../drawing/html.ts';
import { html } from '../../drawing/html-template.ts';
import { designOf } from '../../readable.ts';
import type { ConsoleParts } from '../console-parts.ts';
import { linkToDesign } from '../elements.ts';
import { liveDesignAddressOf } from '../live.ts';
import { drawPage, type Markup } from '../shell.ts';

/** Links each proposal's headline to its text, which would be a third of the design's page. */
export function drawProposals(view: DesignView): Markup {
  const { id, proposals } = view;
  const items = proposals.map(
    ({ persona, headline }) =>
      html`<li><a href="${cleanUrl(`/designs/${id}/proposals#proposal-${persona}`)}">${drawLine(drawTitle(view, persona))}</a> <span dir="auto">${drawLine(untrustedMarkdown(headline))}</span></li>`,
  );
  return html`<ul class="files">${items}</ul>`;
}

/** The page of all proposals of a design, in full. */
export async function drawProposalsPage(context: Context, parts: ConsoleParts): Promise<Response> {
  const design = await designOf(context, parts.engine);
  const view = viewOf(design);
  const { proposals: heading } = PAGE.parts;
  const each = view.proposals.map(
    (proposal) =>
      html`<div id="${`proposal-${proposal.persona}`}">${drawPaper([drawProposal(view, proposal)])}</div>`,
  );
  const main = html`<div class="turn design"><header class="head"><p class="topic" dir="auto">${linkToDesign(design.id, design.topic)}</p>
<h1>${heading}</h1></header>${each}</div>`;
  const title = `${heading} · ${cutText(design.topic, 60)}`;
  return drawPage(context, { title, main, live: liveDesignAddressOf(design.id, design.version) });
}
