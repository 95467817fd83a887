import type { Hono } from 'hono';
import { refuseForeignForms } from '../access/guarded-pages.ts';
import { requireKnownHost } from '../access/known-host.ts';
import type { Guards } from '../access/require-token.ts';
import type { AppParts } from '../app-parts.ts';
import { BODY_BYTES, limitBody } from '../body.ts';
import { compressAnswers } from '../console/compressed.ts';
import { CONSOLE_PATHS, makeConsoleRoutes } from '../console/console-routes.ts';
import { refuseWhileStopping } from '../handled.ts';
import { requireReader } from '../readable.ts';
import type { Entrance } from '../sessions/entrance.ts';
import { requireFreshSignIn } from '../sessions/freshly-signed-in.ts';
import { requireConsoleAddress } from '../sessions/only-at-console.ts';
import { makeSignInRoutes } from '../sign-in/sign-in-routes.ts';

const ENTRANCE_PATHS = ['/sign-in/*', '/sign-out', '/links/*'];
/** Most bytes of a body at these paths: the longest token, and a path. */
const ENTRANCE_BYTES = 2_000;

export function servePages(
  app: Hono,
  parts: AppParts,
  entrance: Entrance,
  { requireSignedIn, requireRole }: Pick<Guards, 'requireSignedIn' | 'requireRole'>,
): void {
  const { engine } = parts;
  const { store, program = 'charrette' } = engine.parts;
  const atConsole = requireConsoleAddress(entrance);
  for (const path of ENTRANCE_PATHS)
    app.use(
      path,
      requireKnownHost(parts),
      atConsole,
      limitBody(ENTRANCE_BYTES),
      refuseForeignForms(parts.publicUrl),
      refuseWhileStopping(engine),
    );
  app.route('/', makeSignInRoutes({ parts: engine.parts, entrance, program }));

  for (const path of CONSOLE_PATHS)
    app.use(path, requireKnownHost(parts), atConsole, compressAnswers, requireSignedIn);
  const inFront = (path: string) => [
    requireRole,
    refuseWhileStopping(engine),
    limitBody(BODY_BYTES),
    refuseForeignForms(parts.publicUrl),
    requireFreshSignIn(engine.parts.clock, program),
    ...(path.startsWith('/designs/:id') ? [requireReader(store, engine)] : []),
  ];
  app.route('/', makeConsoleRoutes(parts, inFront));
}
