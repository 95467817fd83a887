/** What stands below the words of a reply for a file that was not read. `size`: in words, empty where it is not known. */
export function unreadMark(name: string, size: string): string {
  return `[attached: ${name}${size === '' ? '' : `, ${size}`}, not read]`;
}

const MARK = /^\[attached: .{1,200}, not read\]$/;

/** What a person wrote: the marks below it are ours, and answer nothing. */
export function withoutUnreadMarks(text: string): string {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => !MARK.test(line) && line !== '');
  return lines.slice(0, last + 1).join('\n');
}
