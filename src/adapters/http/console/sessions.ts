import type { Context } from 'hono';
import type { Viewer } from '../../../runtime/viewer.ts';

/** Sign-ins of browsers. */
export interface Sessions {
  /** Returns who is signed in by the cookie of this request, as they are now; `null` for nobody. */
  viewer(context: Context): Promise<Viewer | null>;
}

/** Nobody signs in with a browser: pages are for those who send a token. */
export const NO_SESSIONS: Sessions = { viewer: async () => null };
