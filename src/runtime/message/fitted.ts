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
