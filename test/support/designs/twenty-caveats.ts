import { desiredMessagesOf } from '#core/thread/desired-messages.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { viewOf } from '#presentation/view/view.ts';
import { playToEnd } from './sample-design.ts';

/**
 * An ended design whose decision misses twenty sentences of a person, each longer than a line may
 * be.
 */
export function withTwentyCaveats(platform: 'slack' | 'discord') {
  const { design } = playToEnd().reachEnd();
  if (design.settled === null) throw new Error('it is settled');
  const words = Array.from(
    { length: 20 },
    (_, at) => `Sentence ${at + 1} ${'is about one more thing '.repeat(20)}`,
  );
  const caveats = [{ kind: 'not_reflected', why: 'not_used', by: 'Ana', words, count: 0 }] as const;
  const thread = { platform, channel: 'C1', thread: '1.1', starter: 'U1' };
  const told = { ...design, thread, settled: { ...design.settled, caveats } } as unknown as Design;
  const posts = desiredMessagesOf(told).messages.flatMap(({ post }) =>
    post.kind === 'files' ? [] : [post],
  );
  return { design: told, posts, lines: viewOf(told).caveats.map(({ text }) => text) };
}
