/** Lets one asynchronous piece of work after the other touch a trainer, in the order in which they asked. */

/** Runs work when everything asked before it has ended, well or badly. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

/** A new queue. */
export function makeExclusive(): Exclusive {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = tail.then(work, work);
    tail = result.catch(() => undefined);
    return result;
  };
}
