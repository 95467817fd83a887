/** The read-only pages: the list, a design, a turn. Each opens by its key, and no key writes. */

import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Design } from '#design/state.ts';
import type { Designs } from '#engine/designs.ts';
import { isSealed } from '#engine/sealed.ts';
import { whyUnreadable } from '#engine/set-aside.ts';
import type { DesignRow } from '#store/store.ts';
import { type Keys, mayList, readDesign } from './access.ts';
import { findTurn } from './api.ts';
import { renderDesign } from './design-page.ts';
import { renderPage } from './layout.ts';
import { renderList } from './list-page.ts';
import { renderTurn } from './turn-page.ts';

const PAGE_ROWS = 50;

export function createPages(designs: Designs, keys: Keys): Hono {
  const pages = new Hono();
  const reading =
    (draw: (context: Context, design: Design, row: DesignRow) => Promise<Response>) =>
    async (context: Context) => {
      const found = await readDesign(context, designs, keys);
      if (found === null) return closed(context);
      const { design, row } = found;
      if (design !== null) return draw(context, design, row);
      const isFailed = row.summary.status === 'failed';
      return say(
        context,
        503,
        whyUnreadable(row),
        isFailed ? 'It does not pass by itself.' : 'Open the page again in a moment.',
      );
    };

  pages.get('/', async (context) => {
    if (!mayList(context, keys)) return closed(context);
    const { key = '', before } = context.req.query();
    const isFirst = before === undefined;
    const limit = PAGE_ROWS;
    const all = await designs.find({ limit, ...(isFirst ? {} : { before }) });
    const last = all.length < limit ? undefined : all.at(-1);
    const older = new URLSearchParams({ key, before: last?.id ?? '' });
    const lists = {
      waiting: isFirst ? await designs.find({ limit, status: 'awaiting_input' }) : [],
      running: isFirst ? await designs.find({ limit, status: 'running' }) : [],
      ended: all.filter(({ isEnded }) => isEnded),
    };
    return context.html(renderList(lists, last === undefined ? '' : `/?${older}`));
  });
  pages.get(
    '/designs/:id',
    reading(async (context, design, row) => {
      const files = await designs.files(design);
      return context.html(renderDesign(row, design, files, Date.now()));
    }),
  );
  pages.get(
    '/designs/:id/turns/:n',
    reading(async (context, design, row) => {
      const head = await findTurn(designs, design.id, context.req.param('n'));
      if (head !== null && isSealed(head, design))
        return say(context, 409, 'It is sealed', 'It opens when all proposals are revealed.');
      const turn = head === null ? null : await designs.turn(design.id, head.turnId);
      return turn === null
        ? say(context, 404, 'There is no such turn', 'The design’s page lists all of them.')
        : context.html(renderTurn(row, design, turn));
    }),
  );
  return pages;
}

function closed(context: Context) {
  return say(
    context,
    401,
    'This page opens by its link',
    'A design’s link stands on its card in the thread. The daemon prints the list’s link when it starts.',
  );
}

function say(context: Context, status: 401 | 404 | 409 | 503, title: string, words: string) {
  const body = html`<h1>${title}</h1><p>${words}</p>`;
  return context.html(renderPage({ title, body }), status);
}
