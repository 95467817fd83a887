/** The read-only pages: the list, a design, a turn. Each opens by its key, and no key writes. */

import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { DesignId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import type { DesignsApi } from '#engine/designs.ts';
import type { DesignRow } from '#store/store.ts';
import { type Keys, mayList, mayRead } from './access.ts';
import { findTurn } from './api.ts';
import { renderDesign } from './design-page.ts';
import { renderPage } from './layout.ts';
import { renderList } from './list-page.ts';
import { isSealed } from './sealed.ts';
import { renderTurn } from './turn-page.ts';

const PAGE_ROWS = 50;

export function createPages(designs: DesignsApi, keys: Keys): Hono {
  const pages = new Hono();
  const reading =
    (draw: (context: Context, design: Design, row: DesignRow) => Promise<Response>) =>
    async (context: Context) => {
      const id = DesignId.safeParse(context.req.param('id'));
      const found = id.success ? await designs.read(id.data) : null;
      if (found === null || !mayRead(context, keys, found.row.key)) return closed(context);
      return found.design === null
        ? say(context, 503, 'It is just being started', 'Open the page again in a moment.')
        : draw(context, found.design, found.row);
    };

  pages.get('/', async (context) => {
    if (!mayList(context, keys)) return closed(context);
    const before = context.req.query('before');
    const all = await designs.find({
      limit: PAGE_ROWS,
      ...(before === undefined ? {} : { before }),
    });
    const at = (status: string) =>
      before === undefined ? designs.find({ status, limit: PAGE_ROWS }) : [];
    const lists = {
      waiting: await at('awaiting_input'),
      running: await at('running'),
      ended: all.filter(({ isEnded }) => isEnded),
    };
    const last = all.length < PAGE_ROWS ? undefined : all.at(-1);
    const query = new URLSearchParams({
      key: context.req.query('key') ?? '',
      before: last?.id ?? '',
    });
    return context.html(renderList(lists, last === undefined ? '' : `/?${query}`));
  });
  pages.get(
    '/designs/:id',
    reading(async (context, design, row) => {
      const files = await designs.files(design.id);
      return context.html(renderDesign(row, design, files, Date.now()));
    }),
  );
  pages.get(
    '/designs/:id/turns/:n',
    reading(async (context, design, row) => {
      const head = await findTurn(designs, design.id, context.req.param('n'));
      if (head === null) return say(context, 404, 'There is no such turn', 'Look at the design.');
      if (isSealed(head, design))
        return say(context, 409, 'It is sealed', 'It opens when all proposals are revealed.');
      const turn = await designs.turn(design.id, head.turnId);
      return turn === null ? closed(context) : context.html(renderTurn(row, design, turn));
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
