/** The read-only pages: the list, a design, a turn. Each opens by its key, and no key writes. */

import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Design } from '#design/state.ts';
import type { DesignsApi } from '#engine/designs.ts';
import type { DesignRow } from '#store/store.ts';
import { type Keys, mayList, mayRead } from './access.ts';
import { readTurn } from './api.ts';
import { renderDesign } from './design-page.ts';
import { renderPage } from './layout.ts';
import { renderList } from './list-page.ts';
import { renderTurn } from './turn-page.ts';

const PAGE_ROWS = 50;

export function createPages(designs: DesignsApi, keys: Keys): Hono {
  const pages = new Hono();
  const closed = (context: Context) =>
    context.html(
      renderPage({
        title: 'Closed',
        body: html`<h1>This page opens by its link</h1>
<p>A design's link stands on its card in the thread. The list's link is printed by the daemon when it starts.</p>`,
      }),
      401,
    );
  const page =
    (draw: (context: Context, row: DesignRow, design: Design) => Promise<Response> | Response) =>
    async (context: Context) => {
      const found = await designs.read(context.req.param('id') ?? '');
      if (found === null || !mayRead(context, keys, found.row.key)) return closed(context);
      if (found.design === null) return closed(context);
      return draw(context, found.row, found.design);
    };

  pages.get('/', async (context) => {
    if (!mayList(context, keys)) return closed(context);
    const before = context.req.query('before');
    const words = context.req.query('words') ?? '';
    const rows = await designs.find({
      limit: PAGE_ROWS,
      ...(before === undefined ? {} : { before }),
      ...(words === '' ? {} : { words }),
    });
    return context.html(renderList(rows, { key: context.req.query('key') ?? '', words }));
  });
  pages.get(
    '/designs/:id',
    page((context, row, design) => {
      const files = designs.files(row.id);
      return files.then((all) => context.html(renderDesign(row, design, all, Date.now())));
    }),
  );
  pages.get(
    '/designs/:id/turns/:n',
    page(async (context, row, design) => {
      const turn = await readTurn(designs, row, design, context.req.param('n') ?? '');
      return turn === null ? closed(context) : context.html(renderTurn(row, design, turn));
    }),
  );
  return pages;
}
