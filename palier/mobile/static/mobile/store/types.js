// @ts-check
// The shapes kept on the phone. Nothing runs here.

/**
 * An operation as it is sent (palier/mobile/payloads.py: Envelope). ``user`` is the id of a membership.
 *
 * @typedef {object} Operation
 * @property {string} id
 * @property {string} device
 * @property {number} seq
 * @property {string} user
 * @property {string | null} outing
 * @property {string} kind
 * @property {Record<string, any>} payload
 * @property {string} at
 * @property {number} schema
 */

/**
 * What is written before the rest is known.
 *
 * @typedef {object} NewOperation
 * @property {string} [id] that of the line it makes (newKey), so that the line's key is that of its first writing
 * @property {string | null} outing
 * @property {string} kind
 * @property {Record<string, any>} payload
 */

/**
 * An operation that waits here; ``refused`` says why the centre could not read it.
 *
 * @typedef {Operation & {refused?: string}} Kept
 */

/**
 * @typedef {object} Account who uses this phone, as the centre last said
 * @property {string} user
 * @property {string} name
 * @property {string} first_name
 * @property {string} structure
 * @property {string} structure_name
 * @property {string} role
 * @property {{id: string, point: string} | null} key with which a name is sealed
 */

/**
 * @typedef {object} OutingFacts an outing as the centre knows it (palier/mobile/queries)
 * @property {string} id
 * @property {number} version
 * @property {string} name
 * @property {{id: string, name: string, address: string, kind: string, latitude: number | null,
 *   longitude: number | null, note: string, hours_text: string} | null} place
 * @property {string} modality
 * @property {string} modality_label
 * @property {string[]} intents
 * @property {string} starts_at
 * @property {string} ends_at
 * @property {string} state
 * @property {boolean} is_improvised
 * @property {{member: string, first_name: string, role: string, role_label: string, is_me: boolean, checked_in_at: string | null,
 *   checked_out_at: string | null}[]} team
 * @property {string[]} bring
 * @property {string} note
 * @property {{name: string} | null} partner
 * @property {string[]} last_times
 * @property {import("terrain/logic/telling").DueAnswer[]} answers to tell at its place
 * @property {{age: string, gender: string, acquaintance: string, contact: string, people: number}[]} cells
 * @property {Record<string, number>} counts
 * @property {Record<string, any>[]} lines
 * @property {string | null} closed_at
 */

/** @typedef {{id: string, name: string}} Named */

/**
 * @typedef {object} Changes
 * @property {Account} account
 * @property {OutingFacts[]} outings
 * @property {string[]} removed
 * @property {Named[]} [members] absent: unchanged, like the next two
 * @property {Named[]} [places]
 * @property {Record<string, any>} [texts]
 * @property {string[]} [themes] those that the team chose, the last first
 */

/**
 * @typedef {object} Receipt
 * @property {string} op
 * @property {"applied" | "waiting" | "quarantined" | "conflict"} status
 * @property {string} at
 * @property {string} [reason]
 */

/**
 * @typedef {object} Answer of POST /api/sync
 * @property {Receipt[]} receipts
 * @property {{index: number, reason: string}[]} unreadable
 * @property {boolean} locked
 * @property {Changes | null} changes
 * @property {string | null} cursor
 * @property {string} now
 */

export {};
