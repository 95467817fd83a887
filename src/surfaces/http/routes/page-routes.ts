import type { Hono } from 'hono';
import { ownForms } from '../access/guarded-pages.ts';
import { knownHost } from '../access/known-host.ts';
import type { Access } from '../access/require-token.ts';
import type { AppParts } from '../app-parts.ts';
import { BODY_BYTES, boundedBody } from '../body.ts';
import { compressed } from '../console/compressed.ts';
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
      knownHost(parts),
      atConsole,
      boundedBody(ENTRANCE_BYTES),
      ownForms(parts.publicUrl),
      unlessStopping(engine),
    );
  app.route('/', signInRoutes({ parts: engine.parts, entrance, program }));

  for (const path of CONSOLE_PATHS) app.use(path, knownHost(parts), atConsole, compressed, requireSignedIn);
  const inFront = (path: string) => [
    requireRole,
    unlessStopping(engine),
    boundedBody(BODY_BYTES),
    ownForms(parts.publicUrl),
    ...(path.startsWith('/designs/:id') ? [onlyReaders(store, engine)] : []),
  ];
  app.route('/', consoleRoutes(parts, inFront));
}
