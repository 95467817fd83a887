/** Cuts at a code point, and says that it was cut by an ellipsis within the bound. */
export function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const end = maxCharacters - 1;
  const code = text.charCodeAt(end - 1);
  const isHalf = code >= 0xd800 && code <= 0xdbff;
  return `${text.slice(0, isHalf ? end - 1 : end)}…`;
}
