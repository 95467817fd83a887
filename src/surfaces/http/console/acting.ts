import type { Context } from 'hono';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { TOLD } from '#acts/gateway/private-ways.ts';
import { UNKNOWN_NAME } from '#core/vocabulary/claimed-name.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import { BEHIND_TOKEN } from '#core/vocabulary/starter.ts';
import type { Via } from '#core/vocabulary/via.ts';
import { type Person, type Policy, refuseStarting } from '#engine/access/permission.ts';
import type { Viewer } from '#engine/access/viewer.ts';
import type { TokenRole } from '#ports/access-tokens.ts';
import { ChatFault } from '#ports/chat.ts';
import { CONSOLE_TEXTS } from '#presentation/format/page-words.ts';
import { makeReadableName } from '#presentation/format/plain.ts';
import { clientAddressOf } from '../access/address.ts';
import { signedInPersonOf } from '../access/via.ts';
import { ADMIN, viewerOf } from '../access/viewer.ts';
import { platformReadingOf } from '../readable.ts';
import type { ConsoleParts } from './console-parts.ts';

/** A person who acts on a page, and the context in which a verb checks and carries out the act. */
interface Acting {
  readonly context: GatewayContext;
  readonly person: Person;
}

const OPEN: Policy = {
  starters: [],
  deciders: [],
  operators: [],
};
const CLOSED: Policy = { ...OPEN, starters: [''], readsOnly: true };

interface Rights {
  readonly person: Person;
  readonly policy: Policy;
  readonly via: Via;
}

/**
 * Returns the person who acts. Their rights come from the chat platform's policy, the token's role,
 * or the admin's token, and the verbs check them as in a thread. `design`: the page's design, whose
 * platform knows the people named in a form; `null` if the page shows none.
 */
export function actingIn(
  context: Context,
  { engine, repositories, gateways }: ConsoleParts,
  design: Design | null = null,
): Acting {
  const { clock, log } = engine.parts;
  const viewer = viewerOf(context);
  const { person, policy, via } = rightsOf(context, viewer, gateways);
  const platform = design?.thread?.platform ?? (viewer.kind === 'person' ? viewer.platform : '');
  const noReaders = {
    isOperator: () => false,
    canOpen: async () => false,
    channelsOf: async () => null,
  };
  return {
    person,
    context: {
      platform: 'console',
      texts: CONSOLE_TEXTS,
      via,
      from: clientAddressOf(context),
      engine,
      policy,
      clock,
      log,
      repositories,
      readers: platformReadingOf(context).platforms.get(platform) ?? noReaders,
      faultOf: (error) => {
        if (error instanceof ChatFault) return error;
        throw error;
      },
      linkTo: (thread: Thread) => gateways.get(thread.platform)?.linkTo(thread) ?? null,
      // The page itself is the answer.
      sendEphemeral: async () => TOLD,
    },
  };
}

function rightsOf(context: Context, viewer: Viewer, gateways: ConsoleParts['gateways']): Rights {
  const via = { way: 'console' } as const;
  switch (viewer.kind) {
    case 'operator': {
      const signedIn = signedInPersonOf(context);
      if (signedIn === null || signedIn.token !== null)
        return rightsBehindToken(context, ADMIN, 'operate');
      // A proxy has identified them.
      const { name } = signedIn;
      return {
        person: { id: name, groups: [], name },
        policy: { ...OPEN, operators: [name] },
        via,
      };
    }
    case 'link':
      return { person: personOf('link'), policy: CLOSED, via };
    case 'token':
      return rightsBehindToken(context, viewer.token.name, viewer.token.role);
    case 'person':
      return {
        person: viewer.person,
        policy: gateways.get(viewer.platform)?.policy ?? CLOSED,
        via,
      };
  }
}

/**
 * Rights of a person behind a token. The token is certain; the person's name, which they gave when
 * they signed in, is only claimed. A token that may take part counts as a starter, so it may read
 * repositories, as in the API.
 */
function rightsBehindToken(context: Context, token: string, role: TokenRole): Rights {
  const { name = token } = signedInPersonOf(context) ?? {};
  const anonymous = personOf(token);
  const person = name === token ? anonymous : { ...anonymous, name: makeReadableName([name]) };
  const policies: Readonly<Record<TokenRole, Policy>> = {
    read: CLOSED,
    'take part': { ...OPEN, starters: [person.id] },
    operate: { ...OPEN, operators: [person.id] },
  };
  return { person, policy: policies[role], via: { way: 'console', token } };
}

function personOf(token: string): Person {
  return { id: `${BEHIND_TOKEN}${token}`, groups: [], name: UNKNOWN_NAME };
}

/**
 * Returns the reason why this person may not start a design on a page; `null` if they may, in some
 * channel or in none.
 */
export function refuseStartOnPage({ context: { policy }, person }: Acting): string | null {
  return refuseStarting(policy, person);
}
