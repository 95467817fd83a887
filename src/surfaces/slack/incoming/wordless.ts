import * as z from 'zod';
import { removeBotName } from '#acts/gateway/incoming/mentions.ts';
import { isWordless } from '#core/questions/replies/wordless.ts';
import { ownMarkupOf } from './content.ts';
import { type Message, mentionPatternOf } from './message-event.ts';

/** An emoji by its name, also the tone of a skin behind another one. */
const EMOJI = /:[^\s:<>]{1,100}:/g;
/** Stands for what is shown and is neither plain words nor an emoji: a person, a link, code. */
const SOMETHING = 'a';

const Node = z.looseObject({
  type: z.string().catch(''),
  text: z.unknown().optional(),
  user_id: z.unknown().optional(),
  style: z.looseObject({ code: z.boolean().optional() }).nullish().catch(null),
  get elements() {
    return z.array(Node).nullish();
  },
});
type Node = z.infer<typeof Node>;
const RichText = z.array(Node.extend({ type: z.literal('rich_text') })).min(1);

/**
 * True for a message of emoji, marks or a bare `+1`, by its blocks, which tell emoji from words
 * between colons.
 */
export function isSlackWordless(
  message: Pick<Message, 'text' | 'blocks' | 'bot_id'>,
  botUser: string,
): boolean {
  const shown = RichText.safeParse(message.blocks);
  if (shown.success)
    return isWordless(shown.data.map((node) => wordsBesideEmoji(node, botUser)).join(' '));
  const own = removeBotName(ownMarkupOf(message).text, mentionPatternOf(botUser), 'around');
  return !own.includes('`') && isWordless(own.replaceAll(EMOJI, ''));
}

function wordsBesideEmoji(node: Node, botUser: string): string {
  switch (node.type) {
    case 'emoji':
      return '';
    case 'user':
      return node.user_id === botUser ? '' : SOMETHING;
    case 'text':
      return node.style?.code === true || typeof node.text !== 'string' ? SOMETHING : node.text;
    case 'rich_text':
    case 'rich_text_section':
    case 'rich_text_list':
    case 'rich_text_quote':
      return (node.elements ?? []).map((each) => wordsBesideEmoji(each, botUser)).join('');
    default:
      return SOMETHING;
  }
}
