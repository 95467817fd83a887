import type { Document } from '../presentation/format/document.ts';

/**
 * The moment of an act: under which key it is done once, and what its sender hears before the
 * answer. They hear nothing where they wait for it, as behind HTTP.
 */
export interface Moment {
  /** The sender's id of the act. One that is sent again has the same. */
  readonly key: string;
  /**
   * Says that nothing can be lost any more, so that they need neither wait nor send it again.
   * `confirmation`: to show with that.
   */
  readonly stored?: ((confirmation?: Document) => void) | undefined;
  /** Says something to one who waits long. Nothing need be stored yet. */
  readonly meanwhile?: ((words: Document) => void) | undefined;
}
