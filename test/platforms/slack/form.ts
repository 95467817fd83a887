import { type Interactive, interactive } from './blocks.ts';
import type { OpenView } from './views.ts';

/**
 * What a person enters, by action id: a text, the value of a choice, or several; of files their
 * ids.
 */
export type Entries = Readonly<Record<string, string | readonly string[]>>;

/**
 * The state of a modal's inputs, as Slack sends it; what was not entered keeps what it showed at
 * first.
 */
export function stateOf(
  { modal }: OpenView,
  entries: Entries,
  fileOf: (id: string) => object,
): object {
  const values: Record<string, Record<string, object>> = {};
  for (const block of modal.blocks) {
    for (const element of interactive(block)) {
      if (element.type === 'button') continue;
      const id = element.action_id ?? '';
      const state =
        element.type === 'file_input'
          ? uploaded(element, entries[id], fileOf)
          : chosen(element, entries[id]);
      const isMissing = block.type === 'input' && block.optional !== true && isEmpty(state);
      if (isMissing) throw new Error(`"${id}" is required`);
      values[block.block_id ?? ''] = {
        ...values[block.block_id ?? ''],
        [id]: { type: element.type, ...state },
      };
    }
  }
  const unknown = Object.keys(entries).filter(
    (id) => !Object.values(values).some((states) => id in states),
  );
  if (unknown.length > 0) throw new Error(`the modal has no ${unknown.join(', ')}`);
  return values;
}

/**
 * Files that a person has put into a form; Slack checks their number and, in its own apps alone,
 * their size.
 */
function uploaded(
  { max_files: most = 10, action_id }: Extract<Interactive, { type: 'file_input' }>,
  entry: string | readonly string[] | undefined,
  fileOf: (id: string) => object,
): object {
  const ids = [entry ?? []].flat();
  if (ids.length > most) throw new Error(`"${action_id}" takes ${most} files`);
  return { files: ids.map(fileOf) };
}

/** What an element holds after a person chose, in Slack's words for its type. */
export function chosen(
  element: Interactive,
  entry: string | readonly string[] | undefined,
): object {
  const first = typeof entry === 'string' ? entry : entry?.[0];
  switch (element.type) {
    case 'button':
      return { text: element.text, ...(element.value !== undefined && { value: element.value }) };
    case 'file_input':
      throw new Error('files go with a form that is submitted');
    case 'plain_text_input': {
      const value = first ?? element.initial_value ?? null;
      const { max_length: most = 3_000 } = element;
      if (value !== null && value.length > most)
        throw new Error(`${value.length} characters do not fit "${element.action_id}"`);
      return { value };
    }
    case 'number_input':
      return { value: first ?? null };
    case 'static_select':
      return {
        selected_option:
          first === undefined ? (element.initial_option ?? null) : pick(element, first),
      };
    case 'checkboxes':
      return { selected_options: [entry ?? []].flat().map((value) => pick(element, value)) };
  }
}

function pick(element: Extract<Interactive, { options: unknown }>, value: string): object {
  const option = element.options.find((each) => each.value === value);
  if (option === undefined) throw new Error(`"${element.action_id}" has no option "${value}"`);
  return option;
}

function isEmpty(state: object): boolean {
  return Object.values(state).every(
    (value) => value === null || value === '' || value?.length === 0,
  );
}
