// @ts-check
// How much is sent at once: what a slow line carries before it drops.

export const MOST_OPS = 500;
export const MOST_BYTES = 1_000_000;
const encoder = new TextEncoder();

/**
 * A batch that fills up in the order of what is offered; it always takes one, however big.
 *
 * @template T
 * @param {{limit?: number, bytes?: number}} [caps]
 * @returns {{ops: T[], offer: (op: T) => boolean}} ``offer`` tells whether it was taken: false, the batch is full
 */
export function makeBatch({ limit = MOST_OPS, bytes = MOST_BYTES } = {}) {
  /** @type {T[]} */
  const ops = [];
  let size = 0;
  return {
    ops,
    offer(op) {
      size += encoder.encode(JSON.stringify(op)).length + 1;
      if (ops.length > 0 && (ops.length >= limit || size > bytes)) return false;
      ops.push(op);
      return true;
    },
  };
}

/**
 * @template T
 * @param {readonly T[]} ops
 * @param {{limit?: number, bytes?: number}} caps
 * @returns {T[][]} all of them, in as few batches as the caps allow
 */
export function batchesOf(ops, caps) {
  /** @type {T[][]} */
  const batches = [];
  let batch = makeBatch(caps);
  for (const op of ops) {
    if (batch.offer(op)) continue;
    batches.push(/** @type {T[]} */ (batch.ops));
    batch = makeBatch(caps);
    batch.offer(op);
  }
  return batch.ops.length > 0 ? [...batches, /** @type {T[]} */ (batch.ops)] : batches;
}
