import type { Context } from 'hono';
import { type AuditParts, noteAct } from '../../../acts/audit.ts';
import { noteRefusal } from '../../../acts/repeated-refusals.ts';
import type { AccessTokens } from '../../../engine/ports/access-tokens.ts';
import type { Holder, NewPass } from '../../../engine/ports/passes.ts';
import { SESSION_MS } from '../../../engine/ports/passes.ts';
import { addressOf } from '../access/address.ts';
import type { Entrance } from '../sessions/entrance.ts';

export interface SignInParts extends AuditParts {
  /** How Charrette is called on the machine of the daemon. Left out: `charrette`. */
  readonly program?: string;
  readonly passes: { revoke(id: string, at: number): Promise<boolean> };
  readonly tokens: Pick<AccessTokens, 'moveToSession'>;
}

/** Somebody who may sign in, and the way by which they came. */
export interface Entrant {
  readonly holder: Holder;
  readonly name: string;
  readonly way: string;
  /** On record beside a name that nobody vouches for. */
  readonly token?: string;
}

/** Begins and ends sessions, and notes all of it in the audit log (D8). */
export class SignIns {
  readonly #parts: SignInParts;
  readonly #entrance: Entrance;

  constructor(parts: SignInParts, entrance: Entrance) {
    this.#parts = parts;
    this.#entrance = entrance;
  }

  /** Begins a session in this browser, in the place of the one that it has. An operator who signs in again goes on with its tokens. */
  async begin(context: Context, { holder, name, way, token }: Entrant): Promise<void> {
    const { passes, cookies, visitors } = this.#entrance;
    const found = await visitors.of(context);
    const before = 'visitor' in found ? found.visitor.signedIn.pass : null;
    const given: Omit<NewPass, 'id' | 'createdAt' | 'endsAt'> = {
      ...{ kind: 'session', holder, name, way, createdBy: name },
    };
    const { secret, pass } = await passes.issue(given);
    if (before?.holder.kind === 'operator' && holder.kind === 'operator')
      await this.#parts.tokens.moveToSession(before.id, pass.id);
    await this.#endCurrent(context);
    cookies.set(context, 'session', secret, SESSION_MS);
    await this.#note(context, 'sign_in', { who: name, token, detail: way });
  }

  /** Ends this browser's session, if it has one. */
  async end(context: Context): Promise<void> {
    const ended = await this.#endCurrent(context);
    this.#entrance.cookies.clear(context, 'session');
    this.#entrance.cookies.clear(context, 'link');
    if (ended !== null) await this.#note(context, 'sign_out', { who: ended, detail: '' });
  }

  /** Notes an attempt that was refused; `detail` holds nothing that somebody has sent. */
  refuse(context: Context, detail: string, who = 'unknown'): void {
    const from = addressOf(context);
    const act = { who, via: { way: 'console' }, what: 'sign_in', designId: null, detail, from } as const;
    noteRefusal(this.#parts, `${from} ${detail} ${who}`, act);
  }

  /** Revokes the session of this browser. Returns whom it stood for; `null` where there was none. */
  async #endCurrent(context: Context): Promise<string | null> {
    const { passes, cookies } = this.#entrance;
    const secret = cookies.read(context, 'session');
    const pass = secret === null ? null : await passes.find(secret, 'session');
    if (pass === null) return null;
    const isEnded = await this.#parts.passes.revoke(pass.id, this.#parts.clock.now());
    return isEnded ? pass.name : null;
  }

  async #note(
    context: Context,
    what: string,
    { who, token, detail }: { who: string; token?: string | undefined; detail: string },
  ): Promise<void> {
    const via = { way: 'console', ...(token === undefined ? {} : { token }) } as const;
    const from = addressOf(context);
    await noteAct(this.#parts, { who, via, what, designId: null, outcome: 'done', detail, from });
  }
}
