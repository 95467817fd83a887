/** How a model writes in some languages that a step has no way back. Applied only to decisions (A17). */
const NO_WAY_BACK =
  /^(?:none|no|n\/?a|nothing|not possible|impossible|-|–|—)\W*$|\b(?:can(?:not|['’]t| not) be (?:undone|taken back|reversed|reverted|rolled back)|irreversible|no way back|not reversible|nicht (?:rückgängig|umkehrbar)|unumkehrbar|irréversible|no se puede (?:deshacer|revertir))(?![\p{L}])|元に戻せない|不可逆|无法撤销/iu;

export function cannotBeUndone(undo: string): boolean {
  return undo.trim() === '' || NO_WAY_BACK.test(undo.trim());
}
