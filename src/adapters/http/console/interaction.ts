import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Form } from '../../../acts/gateway/form.ts';
import type { Interaction } from '../../../acts/gateway/interaction.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { mayRead } from '../../../engine/access/may-read.ts';
import { viewerOf } from '../access/viewer.ts';
import { readingOf } from '../readable.ts';
import { actingIn } from './acting.ts';
import type { ConsoleParts } from './console-parts.ts';

/** Stands for a channel where a design has none, in ids of what was said on its page. */
export const HERE = 'page';

/** An act on a page, as the handlers of all gateways take it, and the form that it opened; `null`: it opened none. */
interface PageAct {
  readonly interaction: Interaction;
  readonly opened: () => Form | null;
}

/**
 * Makes an interaction of a form that a browser has sent. `sent`: everything that was sent. Its id is made of that and of who
 * has sent it: what is sent twice from one version of a page is one act (P5). `design`: that of the page; `null` on a page of none.
 */
export function actOf(
  context: Context,
  parts: ConsoleParts,
  sent: readonly string[],
  design: Design | null = null,
): PageAct {
  const { context: rights, person } = actingIn(context, parts, design);
  const viewer = viewerOf(context);
  const reading = readingOf(context);
  const id = createHash('sha256')
    .update(JSON.stringify([person.id, context.req.path, ...sent]))
    .digest('hex');
  let opened: Form | null = null;
  const at = (place: Interaction['place']): Interaction => ({
    context: rights,
    place,
    id,
    isAskedAlready: false,
    person: async () => person,
    personAtOnce: async () => ({ person, isSure: true }),
    at: async (there) => at({ channel: there.channel, thread: there.thread || null }),
    requester: () => ({
      person,
      channel: place.channel,
      preconditionProblem: async () => null,
      // A design that begins here has no channel.
      openThread: () => Promise.reject(new Error('broken invariant: no thread is opened from a page')),
    }),
    unreachable: async () => null,
    along: () => null,
    found: async () => null,
    open: async (form) => {
      opened = form;
      return null;
    },
    mayRead: (design) => mayRead(viewer, design, reading),
  });
  return { interaction: at({ channel: HERE, thread: null }), opened: () => opened };
}
