// @ts-check
// Whether an answer comes from the centre at all: a captive portal says « 200 OK » too.

const STATUSES = new Set(["applied", "waiting", "quarantined", "conflict"]);

/**
 * @param {any} body
 * @returns {boolean} whether this has the shape of the answer of POST /api/sync
 */
export function isAnswer(body) {
  return (
    typeof body === "object" &&
    body !== null &&
    typeof body.now === "string" &&
    Array.isArray(body.receipts) &&
    body.receipts.every(isReceipt) &&
    (body.changes === null || isChanges(body.changes))
  );
}

/**
 * @param {any} receipt
 * @returns {boolean}
 */
function isReceipt(receipt) {
  return typeof receipt?.op === "string" && STATUSES.has(receipt.status);
}

/**
 * @param {any} changes
 * @returns {boolean}
 */
function isChanges(changes) {
  return (
    typeof changes?.account?.user === "string" &&
    ["outings", "removed"].every((name) => Array.isArray(changes[name])) &&
    // Absent: what the phone knows of them is recent enough.
    ["members", "places"].every((name) => changes[name] === undefined || Array.isArray(changes[name]))
  );
}
