import type { Context } from 'hono';
import { TEXTS } from '../../core/telling/message/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Owner } from '../../core/vocabulary/owner.ts';
import { mayRead } from '../../runtime/may-read.ts';
import { invalid } from './problem.ts';
import { readingOf } from './readable.ts';

/** Throws `Problem` unless this is a person who may read the design: nobody else decides on it. */
export async function assertMayOwn(context: Context, design: Design, { id, name }: Owner): Promise<void> {
  const { thread } = design;
  // The core refuses what has no thread, in words.
  if (thread === null) return;
  const reading = readingOf(context);
  const facts = { thread, followUpOf: design.followUpOf ?? null };
  const viewer = { kind: 'person', platform: thread.platform, person: { id, groups: [], name } } as const;
  if (!(await mayRead(viewer, facts, reading))) throw invalid('toId', TEXTS.handOver.unreadable(name));
  const isBot = await reading.platforms.get(thread.platform)?.isBot?.(id, thread.channel);
  if (isBot === true) throw invalid('toId', TEXTS.handOver.bot(name));
}
