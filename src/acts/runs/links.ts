import { countOf, formatIso } from '../../core/vocabulary/figures.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { DAY_MS } from '../../foundation/day.ts';
import type { Login } from '../../ports/logins.ts';
import { addressOf } from '../../presentation/format/page-address.ts';
import type { ActParts, ActRequest, Who } from '../act-inputs.ts';
import {
  issueLogin,
  makeLinkPath,
  makeSignInPath,
  operatorOf,
  signInLink,
} from '../issue-login.ts';
import { createProblem, Problem } from '../problem.ts';

type Parts = Pick<ActParts, 'designs' | 'publicUrl'>;
type OfDesign = Pick<ActRequest, 'summary' | 'detail'>;

/** Most valid links to one design. */
const MAX_LINKS = 50;

/** Lists links that read one design without a sign-in. */
export async function listLinks(parts: Parts, _: Who, request: OfDesign) {
  return { links: (await linksTo(parts, await shareable(request))).map(drawLink) };
}

export async function makeLink(
  parts: Parts,
  { by }: Who,
  request: OfDesign & { readonly body: { readonly days: number } },
) {
  const { publicUrl } = parts;
  const { days } = request.body;
  const id = await shareable(request);
  if ((await linksTo(parts, id)).length >= MAX_LINKS)
    throw new Problem('conflict', `There are ${MAX_LINKS} links to this design. Revoke one first.`);
  const holder = { kind: 'link', designId: id } as const;
  const holding = { kind: 'link', holder, name: 'link', way: 'link', createdBy: by } as const;
  const { secret, login } = await issueLogin(parts.designs.parts, holding, days * DAY_MS);
  request.detail(`${login.id}: ${countOf(days, 'day')}`);
  const path = makeLinkPath(secret);
  const url = publicUrl === null ? null : addressOf(publicUrl, path);
  return { url, path, ...drawLink(login) };
}

export async function revokeLink(
  parts: Parts,
  _: Who,
  request: OfDesign & { readonly names: { readonly linkId: string } },
) {
  const { logins, clock } = parts.designs.parts;
  const open = await linksTo(parts, await shareable(request));
  const link = open.find(({ id }) => id === request.names.linkId);
  if (link === undefined || !(await logins.revoke(link.id, clock.now())))
    throw new Problem('not_found', 'This design has no link with this id.');
  request.detail(link.id);
  return { id: link.id, revoked: true };
}

/** Makes a link that signs in once, as the operator of the data folder. */
export async function makeSignInLink(
  { designs, adminToken }: Pick<ActParts, 'designs' | 'adminToken'>,
  { by }: Who,
) {
  const { secret, login } = await signInLink(designs.parts, by, operatorOf(adminToken));
  return { path: makeSignInPath(secret), endsAt: formatIso(login.endsAt) };
}

function linksTo({ designs }: Parts, id: DesignId) {
  const { logins, clock } = designs.parts;
  return logins.links(id, clock.now(), MAX_LINKS);
}

async function shareable({ summary }: OfDesign): Promise<DesignId> {
  const { id, setAside } = await summary();
  if (setAside !== undefined)
    throw createProblem('id', 'This design is set aside, so nobody may see it.');
  return id;
}

function drawLink({
  id,
  createdBy,
  createdAt,
  endsAt,
}: Pick<Login, 'id' | 'createdBy' | 'createdAt' | 'endsAt'>) {
  return { id, createdBy, createdAt: formatIso(createdAt), endsAt: formatIso(endsAt) };
}
