/** Carries out the work of one key in order, so that two pieces never mix. */
export function createQueues() {
  const last = new Map<string, Promise<unknown>>();
  return <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const mine = Promise.allSettled([last.get(key)]).then(work);
    const ending = Promise.allSettled([mine]).then(() => {
      if (last.get(key) === ending) last.delete(key);
    });
    last.set(key, ending);
    return mine;
  };
}
