/** What a model writes where a step has no way back, in some languages. Read in a decision and nowhere else (A17). */
const NO_WAY_BACK =
  /^(?:none|no|n\/?a|nothing|not possible|impossible|-|–|—)\W*$|\b(?:can(?:not|['’]t| not) be (?:undone|taken back|reversed|reverted|rolled back)|irreversible|no way back|not reversible|nicht (?:rückgängig|umkehrbar)|unumkehrbar|irréversible|no se puede (?:deshacer|revertir))(?![\p{L}])|元に戻せない|不可逆|无法撤销/iu;

/** Returns true if this says that a step cannot be taken back. */
export function cannotBeUndone(undo: string): boolean {
  return undo.trim() === '' || NO_WAY_BACK.test(undo.trim());
}
