import { signInLink, signInPath } from '../../../acts/issue-login.ts';
import { ACTS } from '../../../acts/table.ts';
import { iso } from '../../../core/vocabulary/figures.ts';
import { type Login, type Logins, sessionEnd, whyPassIsOver } from '../../../engine/ports/logins.ts';
import type { Identifiers } from '../../../foundation/identifiers.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem } from '../problem.ts';

/** Sessions that a list shows. */
const MAX_LISTED = 200;

interface SignInApiParts {
  readonly passes: Logins;
  readonly clock: { now(): number };
  readonly identifiers: Pick<Identifiers, 'secret'>;
}

/** Sessions of the console: listed and ended by the admin; a link that signs in once, for the command line. */
export function signInApi({ passes, clock, identifiers }: SignInApiParts): Handled[] {
  const list = handled(ACTS.sign_ins, async ({ context }) => {
    const now = clock.now();
    const found = await passes.list({ kind: 'session', now, limit: MAX_LISTED });
    return context.json({
      signIns: found.filter((pass) => whyPassIsOver(pass, now) === null).map(shownSession),
    });
  });

  const link = handled(ACTS.make_sign_in_link, async ({ context, body: { author } }) => {
    const { secret, pass } = await signInLink({ passes, clock, identifiers }, author);
    return context.json({ path: signInPath(secret), endsAt: iso(pass.endsAt) }, 201);
  });

  const end = handled(ACTS.end_session, async ({ context, names: { signInId: id } }) => {
    if (!(await passes.revoke(id, clock.now())))
      throw new Problem('not_found', 'No session has this id. GET /api/v1/sign-ins lists them.');
    context.set('about', id);
    return context.json({ id, revoked: true });
  });

  return [list, link, end];
}

/** A session as the admin sees it (HTTP API v1). */
function shownSession(pass: Login) {
  const { id, name, way, createdAt, lastUsedAt, holder } = pass;
  return {
    ...{ id, name, way, standsFor: holder.kind, createdAt: iso(createdAt) },
    lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
    endsAt: iso(sessionEnd(pass)),
  };
}
