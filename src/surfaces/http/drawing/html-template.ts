import { escapeMarkup } from '#presentation/picture/svg.ts';

/** Safe HTML. Only `html` makes it, so no text becomes markup. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
/** Anything false draws nothing. */
export type Piece = string | number | false | null | undefined | Html | readonly Piece[];

/** Joins our own tags with the pieces between them: escapes texts, and keeps `Html` as it is. */
export function html(own: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(own.reduce((text, part, at) => `${text}${markupOf(pieces[at - 1])}${part}`));
}

function markupOf(piece: Piece): string {
  if (piece === false || piece == null) return '';
  if (piece instanceof Html) return piece.text;
  return typeof piece === 'object' ? piece.map(markupOf).join('') : escapeMarkup(String(piece));
}
