/** The mark for an unread file, below a reply. `size`: in words, or empty. */
export function makeUnreadMark(name: string, size: string): string {
  return `${MARK}${name}${size === '' ? '' : `, ${size}`}${MARK_END}`;
}

const MARK = '[attached: ';
const MARK_END = ', not read]';

export function listUnreadFiles(text: string): string[] {
  return text
    .split('\n')
    .filter(isUnreadMark)
    .map((line) => removeSize(line.slice(MARK.length, -MARK_END.length)));
}

/** The size follows the last comma. */
function removeSize(marked: string): string {
  const at = marked.lastIndexOf(', ');
  return at > 0 && SIZE_UNITS.some((unit) => marked.endsWith(unit)) ? marked.slice(0, at) : marked;
}

const SIZE_UNITS = [' kB', ' MB', ' GB'];

export function isUnreadMark(line: string): boolean {
  return line.startsWith(MARK) && line.endsWith(MARK_END);
}
