import type { Hono } from 'hono';
import { ownForms } from '../access/guarded-pages.ts';
import { requireKnownHost } from '../access/known-host.ts';
import type { Access } from '../access/require-token.ts';
import type { AppParts } from '../app-parts.ts';
import { BODY_BYTES, boundBody } from '../body.ts';
import { compressAnswers } from '../console/compressed.ts';
import { CONSOLE_PATHS, consoleRoutes } from '../console/console-routes.ts';
import { unlessStopping } from '../handled.ts';
import { onlyReaders } from '../readable.ts';
import type { Entrance } from '../sessions/entrance.ts';
import { onlyAtConsole } from '../sessions/only-at-console.ts';
import { signInRoutes } from '../sign-in/sign-in-routes.ts';

const ENTRANCE_PATHS = ['/sign-in/*', '/sign-out', '/links/*'];
/** Most bytes of a body at these paths: the longest token, and a path. */
const ENTRANCE_BYTES = 2_000;

export function pageRoutes(
  app: Hono,
  parts: AppParts,
  entrance: Entrance,
  { requireSignedIn, requireRole }: Pick<Access, 'requireSignedIn' | 'requireRole'>,
): void {
  const { engine } = parts;
  const { store, program = 'charrette' } = engine.parts;
  const atConsole = onlyAtConsole(entrance, program);
  for (const path of ENTRANCE_PATHS)
    app.use(
      path,
      requireKnownHost(parts),
      atConsole,
      boundBody(ENTRANCE_BYTES),
      ownForms(parts.publicUrl),
      unlessStopping(engine),
    );
  app.route('/', signInRoutes({ parts: engine.parts, entrance, program }));

  for (const path of CONSOLE_PATHS)
    app.use(path, requireKnownHost(parts), atConsole, compressAnswers, requireSignedIn);
  const inFront = (path: string) => [
    requireRole,
    unlessStopping(engine),
    boundBody(BODY_BYTES),
    ownForms(parts.publicUrl),
    ...(path.startsWith('/designs/:id') ? [onlyReaders(store, engine)] : []),
  ];
  app.route('/', consoleRoutes(parts, inFront));
}
