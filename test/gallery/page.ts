import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from '../../src/presentation/post.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { drawDocument } from '../../src/surfaces/http/drawing/html.ts';
import { playWrittenExample } from '../support/designs/written-example.ts';
import { type Moment, momentsOf } from './moments.ts';

/** `node test/gallery/page.ts` writes each message of one design as a page, as a console would show it. */
const FILE = join(import.meta.dirname, '../../docs/gallery/design.html');

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.2}h2{font-size:1.375rem;line-height:1.3}h3,h4{font-size:1rem}
article{border-top:1px solid #ccc;padding:1rem 0}details{margin:1rem 0}summary{cursor:pointer}pre{overflow-x:auto}menu,.phases{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0}
[aria-current]{font-weight:700}[data-level=success]{color:#17653a}[data-level=warning]{color:#7a4b00}[data-level=error]{color:#a01b1b}
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.25rem .5rem;text-align:left}.within>li{list-style:none}`;

export function designPage({ design, entries }: Moment): string {
  const articles = entries.flatMap((entry) =>
    entry.kind === 'post' ? [drawDocument(documentOf(entry.post, viewOf(design))).text] : [],
  );
  const title = 'One design, message by message';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${articles.join('\n')}</main></body></html>\n`;
}

if (import.meta.main) {
  const { events } = await playWrittenExample(0);
  const moment = momentsOf(events, 'slack').find(({ name }) => name === 'whole-thread');
  if (moment === undefined) throw new Error('there is no moment that shows the whole thread');
  writeFileSync(FILE, designPage(moment));
}
