import type { Design } from '../design.ts';
import type { DesignEvent, EventOf } from '../events.ts';
import { quoted } from './markdown.ts';
import { personName } from './pieces.ts';
import { paragraphs } from './transcript-proposals.ts';

export type ReplyEntry = EventOf<'reply_recorded' | 'reply_revised' | 'reply_withdrawn'>;

/**
 * What people said. Words that were changed or taken back before anybody had read them are not repeated: what stands is
 * what their author let stand.
 */
export function replyEntry(design: Design, event: ReplyEntry, events: readonly DesignEvent[]): string {
  const all = events.filter(isOfReply).filter(({ id }) => id === event.id);
  if (all.at(-1) !== event) return '';
  if (event.type === 'reply_withdrawn') {
    return `**${personName(authorOf(design, all))}** has taken back what they had said.`;
  }
  const which = event.answers.map(({ questionId }) => questionId).join(', ');
  const how = event.type === 'reply_revised' ? ', in words changed since' : '';
  const what = which === '' ? '' : `${how === '' ? '' : ','} answers ${which}`;
  return paragraphs(`**${personName(event.author)}**${how}${what}:`, quoted(event.text));
}

function isOfReply(event: DesignEvent): event is ReplyEntry {
  return ['reply_recorded', 'reply_revised', 'reply_withdrawn'].includes(event.type);
}

/** What was taken over from the design before has no event here. */
function authorOf({ carried }: Design, events: readonly ReplyEntry[]): string {
  const said = events.flatMap((event) => (event.type === 'reply_withdrawn' ? [] : [event.author]));
  return said.at(-1) ?? carried?.replies.find(({ id }) => id === events[0]?.id)?.author ?? '';
}
