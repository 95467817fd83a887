import { type Context, Hono } from 'hono';
import { ACTS } from '../../../acts/table.ts';
import { SIGN_IN } from '../../../core/presentation/web/sign-in.ts';
import { iso } from '../../../core/vocabulary/figures.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Viewer } from '../../../engine/access/viewer.ts';
import { type Login, type Logins, whyPassIsOver } from '../../../engine/ports/logins.ts';
import type { DesignSummary, SharedStore } from '../../../engine/ports/store.ts';
import { DAY_MS } from '../../../foundation/day.ts';
import { type Handled, handled } from '../handled.ts';
import { invalid, Problem } from '../problem.ts';
import { readableDesign, unknownDesign } from '../readable.ts';
import type { Entrance } from '../sessions/entrance.ts';

/** Links to one design that hold at the same time. */
const MAX_LINKS = 50;

interface LinkParts {
  readonly passes: Logins;
  readonly clock: { now(): number };
  readonly store: Pick<SharedStore, 'summary'>;
  readonly entrance: Pick<Entrance, 'passes' | 'publicUrl'>;
}

/** Links that read one design without signing in (A18): made, listed and revoked, for operators. */
export function linkRoutes({ passes, clock, store, entrance }: LinkParts): Handled[] {
  const links = (designId: DesignId) =>
    passes.list({ kind: 'link', designId, now: clock.now(), limit: MAX_LINKS });

  const list = handled(ACTS.links, async ({ context }) => {
    const { id } = await designIn(context, store);
    return context.json({ links: (await links(id)).map(shownLink) });
  });

  const make = handled(ACTS.make_link, async ({ context, body: { days, author } }) => {
    const { id } = await designIn(context, store);
    if ((await links(id)).length >= MAX_LINKS)
      throw new Problem('conflict', `There are ${MAX_LINKS} links to this design. Revoke one first.`);
    const holder = { kind: 'link', designId: id } as const;
    const given = { kind: 'link', holder, name: 'link', way: 'link', createdBy: author } as const;
    const { secret, pass } = await entrance.passes.issue(given, clock.now() + days * DAY_MS);
    context.set('about', `${pass.id}: ${days} days`);
    const path = `/links/${secret}`;
    const url = entrance.publicUrl === null ? null : new URL(path, entrance.publicUrl).href;
    return context.json({ url, path, ...shownLink(pass) }, 201);
  });

  const revoke = handled(ACTS.revoke_link, async ({ context, names }) => {
    const { id } = await designIn(context, store);
    const found = (await links(id)).find((link) => link.id === names.linkId);
    if (found === undefined || !(await passes.revoke(found.id, clock.now())))
      throw new Problem('not_found', 'No link with this id leads to this design.');
    context.set('about', found.id);
    return context.json({ id: found.id, revoked: true });
  });

  return [list, make, revoke];
}

/** The page that a link leads to: it gives the browser the right to read the design, and shows it. */
export function openLink({ clock, entrance, mayRead }: OpenLinkParts): Hono {
  const routes = new Hono();
  routes.get('/links/:secret', async (context) => {
    const { passes, cookies, visitors } = entrance;
    const secret = context.req.param('secret');
    const pass = await passes.find(secret, 'link');
    if (pass?.holder.kind !== 'link' || whyPassIsOver(pass, clock.now()) !== null)
      throw new Problem('unauthorized', SIGN_IN.linkOver);
    const { designId } = pass.holder;
    const found = await visitors.of(context);
    if ('visitor' in found && found.visitor.viewer.kind !== 'link') {
      const { viewer, signedIn } = found.visitor;
      if (!(await mayRead(viewer, designId))) {
        const { refusedPage } = await import('../sign-in/sign-in-page.ts');
        return refusedPage(context, SIGN_IN.linkWhileSignedIn(signedIn.name), 403);
      }
    } else cookies.set(context, 'link', secret, pass.endsAt - clock.now());
    return context.redirect(`/designs/${designId}`, 303);
  });
  return routes;
}

interface OpenLinkParts {
  readonly clock: { now(): number };
  readonly entrance: Entrance;
  readonly mayRead: (viewer: Viewer, id: DesignId) => Promise<boolean>;
}

async function designIn(context: Context, store: LinkParts['store']): Promise<DesignSummary> {
  const id = DesignId.safeParse(context.req.param('id'));
  if (!id.success) throw unknownDesign();
  const design = await readableDesign(context, store, id.data);
  if (design === null) throw unknownDesign();
  if (design.setAside !== undefined) throw invalid('id', 'This design is set aside, and shown to nobody.');
  return design;
}

/** A link as its operator sees it (HTTP API v1). */
function shownLink({
  id,
  createdBy,
  createdAt,
  endsAt,
}: Pick<Login, 'id' | 'createdBy' | 'createdAt' | 'endsAt'>) {
  return { id, createdBy, createdAt: iso(createdAt), endsAt: iso(endsAt) };
}
