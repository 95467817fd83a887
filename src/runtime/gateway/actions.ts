import { DesignId } from '../../core/ids.ts';

/** Ids of what can be clicked. A gate's choice is told by the id, and the gate by the value. */
export const ACTIONS = {
  peek: 'charrette.peek',
  doneAnswering: 'charrette.done_answering',
  skip: 'charrette.skip',
  cancel: 'charrette.cancel',
  runAgain: 'charrette.run_again',
  accept: 'charrette.accept',
  sendBack: 'charrette.send_back',
  stop: 'charrette.stop',
  /** Of the menu under a list of designs: which one is meant. */
  choose: 'charrette.choose',
} as const;
export type ActionId = (typeof ACTIONS)[keyof typeof ACTIONS];

/** What a control is about: a design and, where there is one, the gate or the participant within it. */
export interface ActionValue {
  readonly designId: DesignId;
  readonly about: string;
}

export function actionValue(designId: DesignId, about = ''): string {
  return about === '' ? designId : `${designId} ${about}`;
}

/** `null` for what we cannot have written. */
export function parsedActionValue(value: string): ActionValue | null {
  const [id, about = '', ...rest] = value.slice(0, 200).split(' ');
  const designId = DesignId.safeParse(id);
  return designId.success && rest.length === 0 ? { designId: designId.data, about } : null;
}
