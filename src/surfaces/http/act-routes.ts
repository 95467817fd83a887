import type { Context } from 'hono';
import type { Act } from '../../acts/act.ts';
import type { ActParts, Asked, Who } from '../../acts/asked.ts';
import { runCommand } from '../../acts/run.ts';
import { ACTS } from '../../acts/table.ts';
import { UNKNOWN_NAME } from '../../core/vocabulary/claimed-name.ts';
import { viaOf } from './access/via.ts';
import { viewerOf } from './access/viewer.ts';
import { type Handled, handled } from './handled.ts';
import { readerHere } from './readable.ts';
import { designOf, keyOf } from './routes/design-routes.ts';
import { summaryOf } from './routes/event-routes.ts';

/** The routes of all acts but those done by hand. `isMeant`: those to leave out. */
export function actRoutes(parts: ActParts, isMeant: (act: Act) => boolean = () => true): Handled[] {
  return Object.values<Act>(ACTS)
    .filter(isMeant)
    .flatMap((act) => (act.run === undefined && act.command === undefined ? [] : [routeOf(act, parts)]));
}

function routeOf(act: Act, parts: ActParts): Handled {
  return handled(act, async ({ context, names, body, query, preview }) => {
    const asked: Asked = {
      names,
      body,
      query,
      isPreview: preview,
      key: keyOf(context),
      design: () => designOf(context, parts.designs),
      summary: () => summaryOf(context, parts.designs),
      stored: () => undefined,
      about: (words) => context.set('about', words),
    };
    const isOver = act.statusAfterEnd !== undefined && (await asked.design()).end !== null;
    const who = whoIn(context);
    const answer = await (act.run?.(parts, who, asked) ?? runCommand(act, parts, who, asked));
    return context.json(answer, (isOver ? act.statusAfterEnd : act.status) ?? 200);
  });
}

/** Returns who acts, as the body claims or the sign-in says (D8). */
function whoIn(context: Context): Who {
  return {
    by: context.get('author') ?? UNKNOWN_NAME,
    via: viaOf(context),
    isOperator: hasOperatorRights(context),
    reader: () => readerHere(context),
  };
}

/** True for the admin's token, the command line, and tokens with the role *operate*. */
function hasOperatorRights(context: Context): boolean {
  const viewer = viewerOf(context);
  return viewer.kind === 'operator' || (viewer.kind === 'token' && viewer.token.role === 'operate');
}
