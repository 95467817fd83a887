const FENCE = '```';
const REOPENING = FENCE.length + 1;

/**
 * Markdown as parts of at most so many characters: cut between sections where there is one, else between lines, else between
 * words outside of marks. Code that is cut is closed, and opened again in the next part.
 */
export function split(markdown: string, most: number): string[] {
  const parts: string[] = [];
  let rest = markdown;
  while (rest.length > most) {
    const end = endOfPart(rest, most - REOPENING);
    const part = rest.slice(0, end).trimEnd();
    const isOpen = fences(part) % 2 === 1;
    parts.push(isOpen ? `${part}\n${FENCE}` : part);
    const next = rest.slice(end).replace(/^\n+/, '');
    rest = isOpen ? `${FENCE}\n${next}` : next.trimStart();
  }
  return [...parts, rest];
}

/** The last good place to cut, not before the middle; what has none is cut where it is full. */
function endOfPart(text: string, most: number): number {
  const middle = Math.floor(most / 2);
  for (const boundary of ['\n\n', '\n']) {
    for (let at = text.lastIndexOf(boundary, most); at > middle; at = text.lastIndexOf(boundary, at - 1)) {
      if (boundary === '\n' || fences(text.slice(0, at)) % 2 === 0) return at;
    }
  }
  for (let at = text.lastIndexOf(' ', most); at > middle; at = text.lastIndexOf(' ', at - 1)) {
    if (isOutsideOfMarks(text, at)) return at;
  }
  return wholeSigns(text, most);
}

function fences(text: string): number {
  return text.split('\n').filter((line) => line.startsWith(FENCE)).length;
}

/** Whether every mark of this line is closed before the place. */
function isOutsideOfMarks(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at).replaceAll(/\\./g, '');
  const isClosed = ['**', '~~', '`'].every((mark) => line.split(mark).length % 2 === 1);
  const isPlain = line.replaceAll('**', '').split('*').length % 2 === 1;
  return isClosed && isPlain && line.lastIndexOf('<') <= line.lastIndexOf('>');
}

/** Neither between the halves of a sign, nor between a backslash and what it stands before. */
function wholeSigns(text: string, most: number): number {
  const last = text.charCodeAt(most - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return isHalf || text[most - 1] === '\\' ? most - 1 : most;
}
