/** What stands where something was left out. */
export function cutMark(count: number, unit: 'bytes' | 'characters'): string {
  return `\n[… ${count.toLocaleString('en-US')} ${unit} left out …]\n`;
}

/** At most `maxCharacters` of the text: a quarter from its head, the rest from its tail, with the cut marked. */
export function cutMiddle(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const room = Math.max(0, maxCharacters - cutMark(text.length, 'characters').length);
  const headCharacters = Math.floor(room / 4);
  const tailStart = text.length - (room - headCharacters);
  const leftOut = tailStart - headCharacters;
  return `${text.slice(0, headCharacters)}${cutMark(leftOut, 'characters')}${text.slice(tailStart)}`;
}
