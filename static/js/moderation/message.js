/** The message to the author, put together of sentences the server has translated. */

/**
 * @typedef {object} Parts
 * @property {string} [greeting]
 * @property {string} [signature]
 * @property {Record<string, string>} [grounds]   what is wrong, by ground
 * @property {Record<string, string>} [advice]    what to do about it, by ground
 * @property {Record<string, string>} [actions]   what follows, by action
 * @property {Record<string, string>} [answers]   the whole of it, by action: neither greeting nor name
 */

const ASKS = "request_changes";
const RESTRICTS = new Set([ASKS, "reject", "hide"]);

/**
 * A message ready to send; empty where only the moderator can know what to say.
 * @param {Parts} parts
 * @param {string} action
 * @param {string} ground
 */
export function composeMessage(parts, action, ground) {
  if (parts.answers?.[action]) return parts.answers[action];
  const follows = parts.actions?.[action];
  const wrong = parts.grounds?.[ground];
  const needsReason = RESTRICTS.has(action);
  if (!follows || (needsReason && !wrong)) return "";
  const advice = action === ASKS ? parts.advice?.[ground] : "";
  const body = needsReason ? [wrong, advice, follows] : [follows];
  return [parts.greeting, body.filter(Boolean).join(" "), parts.signature]
    .filter(Boolean)
    .join("\n\n");
}
