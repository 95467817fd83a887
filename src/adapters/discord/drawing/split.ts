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
  const whole = lineBefore(text, at);
  const line = whole.replaceAll(/\\./g, '');
  const isClosed = openCode(whole) === -1 && ['**', '~~'].every((mark) => line.split(mark).length % 2 === 1);
  const isPlain = line.replaceAll('**', '').split('*').length % 2 === 1;
  return isClosed && isPlain && line.lastIndexOf('<') <= line.lastIndexOf('>');
}

/**
 * Not within code, the rest of which would be markup, unless it fills the message; neither between the halves of a sign, nor
 * between a backslash and what it stands before.
 */
function wholeSigns(text: string, most: number): number {
  const line = lineBefore(text, most);
  const code = most - line.length + openCode(line);
  if (openCode(line) !== -1 && code > most / 2) return code;
  const last = text.charCodeAt(most - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  const backslashes = line.length - line.replace(/\\+$/, '').length;
  return isHalf || backslashes % 2 === 1 ? most - 1 : most;
}

function lineBefore(text: string, at: number): string {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
}

/** Where the code begins that this line does not close; -1 where there is none. Outside of it a backslash makes a letter of the next sign. */
function openCode(line: string): number {
  let start = -1;
  let marks = '';
  for (const { index, 0: found } of line.matchAll(/`+|\\./g)) {
    const run = found.startsWith('`') ? found : '';
    if (start === -1 && run !== '') [start, marks] = [index, run];
    else if (start !== -1 && found.endsWith(marks)) [start, marks] = [-1, ''];
  }
  return start;
}
