/**
 * One request of a person, and its outcome as far as that person knows: a status below 300 is a
 * promise, one of the four hundreds a refusal, and after none nobody can tell.
 */
export interface Asked {
  readonly kind: 'start' | 'reply' | 'answered' | 'gate' | 'cancel';
  /** The topic of the design, which no other has. */
  readonly topic: string;
  /** `null` for a start. */
  readonly designId: string | null;
  /**
   * What it is known by in the events: the text of a reply, the topic of a start, the author of
   * everything else.
   */
  readonly mark: string;
  readonly status: number | null;
  readonly sentAt: number;
  readonly heardAt: number;
}
