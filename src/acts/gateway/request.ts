import type { Person } from '../../engine/access/permission.ts';
import type { Document } from '../../presentation/format/document.ts';

export interface Request {
  readonly person: Person;
  readonly channel: string;
  /** As in `Acting`. */
  readonly isDirect?: boolean | undefined;
  readonly key: string;
  /** Words typed into a form: a refusal returns them, since the form is closed. Absent if they are in a message. */
  readonly typed?: readonly string[];
  /** Called once nothing can be lost, with words to show at once. */
  readonly reportStored: (now?: Document) => void;
}
