// @ts-check
// An outing as this phone sees it: what the centre said of it, and what was written here since.

/** @typedef {import("terrain/store/types").OutingFacts} OutingFacts */
/** @typedef {import("terrain/store/types").Operation} Operation */
/** @typedef {import("terrain/store/types").Named} Named */
/** @typedef {{user: string, first_name: string}} Me */

/**
 * @param {Operation} op
 * @returns {string} the key that a move or a taking back names: that of the line, else that of the operation
 */
export const entryOf = (op) => op.payload["entry"] ?? op.id;

/**
 * Let operations follow what was moved from an outing to another.
 * @param {string} outing
 * @param {readonly Operation[]} ops of this outing, and of those that something was moved from
 * @param {readonly Operation[]} moves every ``entry.move`` kept on this phone, in order
 * @returns {Operation[]} those that are this outing's now
 */
export function opsAfterMoves(outing, ops, moves) {
  return ops.filter((op) => {
    let place = op.outing;
    for (const { outing: from, payload } of moves) {
      if (place === from && payload["entries"].includes(entryOf(op))) place = payload["to"];
    }
    return place === outing;
  });
}

/**
 * An improvised outing that the centre has not described yet.
 * @param {Operation} op an ``outing.improvise``
 * @param {{me: Me, members: readonly Named[], places: readonly Named[]}} known
 * @returns {OutingFacts}
 */
export function improvisedFacts(op, { me, members, places }) {
  const { place, new_place: name, modality, starts_at, ends_at, members: team } = op.payload;
  const found = places.find(({ id }) => id === place);
  const known = { address: "", kind: "", latitude: null, longitude: null, note: "", hours_text: "", ...found };
  return {
    id: op.outing ?? op.id,
    version: 0,
    name: "Sortie improvisée",
    place: { ...known, id: place ?? "", name: found?.name ?? name },
    modality,
    modality_label: "",
    intents: [],
    starts_at,
    ends_at,
    state: "en_cours",
    is_improvised: true,
    team: team.map((/** @type {string} */ member) => ({
      member,
      first_name: member === me.user ? me.first_name : (members.find(({ id }) => id === member)?.name ?? ""),
      role: "",
      role_label: "",
      is_me: member === me.user,
      checked_in_at: starts_at,
      checked_out_at: null,
    })),
    bring: [],
    note: "",
    partner: null,
    last_times: [],
    answers: [],
    cells: [],
    counts: {},
    lines: [],
    closed_at: null,
  };
}

/**
 * @param {OutingFacts} facts
 * @param {readonly Operation[]} ops of this outing, that the facts do not hold
 * @returns {OutingFacts} with who left, who is back, the closing and the answers told, as written here
 */
export function factsWith(facts, ops) {
  const after = { ...facts, team: facts.team.map((member) => ({ ...member })) };
  for (const { kind, payload, at, user } of ops) {
    if (kind === "outing.check_in") note(after, "checked_in_at", at, [...payload["members"], user]);
    if (kind === "outing.check_out") note(after, "checked_out_at", at, payload["members"]);
    if (kind === "debrief.put") after.closed_at ??= at;
    if (kind === "answer.tell") after.answers = after.answers.filter(({ id }) => id !== payload["restitution"]);
  }
  return after;
}

/**
 * @param {OutingFacts} facts
 * @param {"checked_in_at" | "checked_out_at"} field
 * @param {string} at
 * @param {readonly string[]} members nobody named: everybody
 */
function note(facts, field, at, members) {
  const everybody = field === "checked_out_at" && members.length === 0;
  for (const one of facts.team) if (everybody || members.includes(one.member)) one[field] ??= at;
}
