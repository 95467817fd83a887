import { type Model, ModelFault, type ModelReply } from '../../src/engine/ports/model.ts';
import { framingReply } from '../support/framing-reply.ts';

/** A model of which a first sign comes, with a time until which it is waited for, and then nothing, once it has framed the question. `asked`: by two participants. */
export function stalledModel(): { readonly model: Model; readonly asked: Promise<void> } {
  const asked = Promise.withResolvers<void>();
  let requests = 0;
  const answer: Model['answer'] = (_request, context, { signal, onProgress, onSign }) => {
    onProgress();
    const framed = framingReply(context);
    if (framed !== null) return Promise.resolve(framed);
    onSign?.({ hasCome: true, endsInMs: 120_000 });
    requests += 1;
    if (requests === 2) asked.resolve();
    const { promise, reject } = Promise.withResolvers<ModelReply>();
    signal.addEventListener('abort', () => reject(new ModelFault('aborted', 'aborted', false)));
    return promise;
  };
  return { model: { rehearsal: false, answer }, asked: asked.promise };
}
