const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most so many characters, cut between two words where there is a place to, never within one sign, and marked. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most - 1);
  const space = Math.max(start.lastIndexOf(' '), start.lastIndexOf('\n'));
  return `${(space > most / 2 ? start.slice(0, space) : wholeCharacters(text, most - 1)).trimEnd()}…`;
}

/** An emoji may be many units long; what does not fit as a whole is left out. */
function wholeCharacters(text: string, most: number): string {
  const around = [...characters.segment(text.slice(0, most + 50))];
  const last = around.findLast(({ index }) => index <= most);
  return text.slice(0, last?.index ?? 0);
}

/** How much of each piece of text is shown, from all that anybody wants to read down to what always fits. */
const SIZES = [3_000, 1_500, 800, 400, 200, 120, 80, 48, 24] as const;
const FEWEST = 24;

/**
 * Draws with as much of each text as the message has room for: `draw` gets the characters that one piece of text may
 * take. What is too long even with the fewest is left to `shortened`.
 */
export function fitted<Drawn>(
  draw: (most: number) => Drawn,
  fits: (drawn: Drawn) => boolean,
  shortened: (drawn: Drawn) => Drawn,
): Drawn {
  for (const most of SIZES) {
    const drawn = draw(most);
    if (fits(drawn)) return drawn;
  }
  return shortened(draw(FEWEST));
}
