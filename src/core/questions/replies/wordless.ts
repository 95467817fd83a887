import { hasLetter } from '../../vocabulary/text.ts';

const EMOJI = /\p{RGI_Emoji}/gv;
const AGREED = '+1';

/**
 * True for emoji, marks, or a bare `+1`, without the platform's own emoji: nothing that anybody
 * could quote.
 */
export function isWordless(text: string): boolean {
  const signs = [...text.replaceAll(EMOJI, '').normalize('NFKC')];
  const said = signs.filter((sign) => sign === '+' || hasLetter(sign)).join('');
  return said === AGREED || !hasLetter(said);
}
