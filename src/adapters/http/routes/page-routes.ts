import type { Hono, MiddlewareHandler } from 'hono';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { mayRead, type Reading } from '../../../engine/access/may-read.ts';
import type { Viewer } from '../../../engine/access/viewer.ts';
import type { SharedStore } from '../../../engine/ports/store.ts';
import { ownForms } from '../access/guarded-pages.ts';
import { knownHost } from '../access/known-host.ts';
import { equalTo } from '../access/require-token.ts';
import type { AppParts } from '../app-parts.ts';
import { BODY_BYTES, boundedBody } from '../body.ts';
import { compressed } from '../console/compressed.ts';
import { CONSOLE_PATHS, consoleRoutes } from '../console/console-routes.ts';
import { stopping } from '../problem.ts';
import { onlyReaders, readingBy } from '../readable.ts';
import type { Entrance } from '../sessions/entrance.ts';
import { onlyAtConsole } from '../sessions/only-at-console.ts';
import { signInRoutes } from '../sign-in/sign-in-routes.ts';
import { openLink } from './link-routes.ts';

/** Paths of signing in and of links, which everybody reaches. */
const ENTRANCE_PATHS = ['/sign-in/*', '/sign-out', '/links/*'];
/** Bytes that anybody may send there: the longest token, and a path. */
const ENTRANCE_BYTES = 2_000;

interface PageParts {
  readonly entrance: Entrance;
  readonly reading: Reading;
  readonly requireSignedIn: MiddlewareHandler;
  readonly requireRole: MiddlewareHandler;
}

/** Pages of signing in, which everybody reaches, and of the console. */
export function pageRoutes(app: Hono, parts: AppParts, given: PageParts): void {
  const { entrance, reading, requireSignedIn, requireRole } = given;
  const { engine } = parts;
  const { store, clock, program = 'charrette' } = engine.parts;
  const atConsole = onlyAtConsole(entrance, program);
  for (const path of ENTRANCE_PATHS)
    app.use(
      path,
      knownHost(parts),
      atConsole,
      boundedBody(ENTRANCE_BYTES),
      ownForms(parts.publicUrl),
      async (_, next) => {
        if (engine.isStopping) throw stopping();
        await next();
      },
    );
  app.route(
    '/',
    signInRoutes({
      ...{ parts: engine.parts, entrance },
      isAdmin: equalTo(parts.token),
    }),
  );
  app.route('/', openLink({ clock, entrance, mayRead: readerOf(store, reading) }));

  for (const path of CONSOLE_PATHS) app.use(path, knownHost(parts), atConsole, compressed, requireSignedIn);
  const notStopping: MiddlewareHandler = async (_, next) => {
    if (engine.isStopping) throw stopping();
    await next();
  };
  const inFront = (path: string) => [
    requireRole,
    notStopping,
    readingBy(reading),
    boundedBody(BODY_BYTES),
    ownForms(parts.publicUrl),
    ...(path.startsWith('/designs/:id') ? [onlyReaders(store, engine)] : []),
  ];
  app.route('/', consoleRoutes(parts, inFront));
}

/** Tells if somebody may read a design, before a page of it is asked for. */
function readerOf(store: Pick<SharedStore, 'summary'>, reading: Reading) {
  return async (viewer: Viewer, id: DesignId): Promise<boolean> => {
    const design = await store.summary(id);
    return design !== null && mayRead(viewer, design, reading);
  };
}
