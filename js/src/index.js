/** The coding widget's core: everything it knows and decides, without any DOM. */

export { byPlace, isPassage, isTwin } from "./coding.js";
export { LISTS, TEXTS, changesOf, fieldsOf, knownAs, namesakesOf, problemsOf, tidied } from "./code_fields.js";
export { isCodable, keyed, pinned, treeOf, visibleNodes, withPin } from "./codes.js";
export { PALETTE, colorsOf } from "./colors.js";
export {
  DOCKET_ORDERS,
  DOCKET_STATES,
  Docket,
  againstSays,
  blindSays,
  bothChoice,
  costSays,
  definitionChoice,
  emptySays,
  initialsOf,
  kindSays,
  listed,
  neitherChoice,
  nextLeft,
  outcomeSays,
  placeOf,
  settledSays,
  sideChoice,
  sidesOf,
  spanChoice,
  withReason,
} from "./contested.js";
export { foundIn, nextUncoded, turnLike } from "./find.js";
export { SHOWN_VERDICTS, VERDICTS, answerSays, calledOf, capital, hasCloseBy, kappaBar, nextUnanswered, shownFindings, stanceSays, tallyOf } from "./findings.js";
export { KEYS, commandOf, hintOf, isOnce, isOurs, pressesOf } from "./keys.js";
export { assignLanes, freeLane } from "./lanes.js";
export { stepOf } from "./moves.js";
export { inVivoId, nearDuplicates } from "./names.js";
export { Doc } from "./offsets.js";
export { idsBelow, outlineOf } from "./outline.js";
export { ORDERS, Shelf, asText, counted, markedIn } from "./passages.js";
export { Channel, ChannelError, VERSION, isAside, newId } from "./protocol.js";
export { highlighted, matchesOf, search } from "./search.js";
export { REVIEW_ORDERS, REVIEW_TEXTS, besideGroup, cardSays, heldSays, meant, progressSays, recordSays, reviewGroups, withGroup } from "./review.js";
export { coded, isSame, tally } from "./rows.js";
export { LineIndex, segmentsOf } from "./segments.js";
export {
  extend,
  nextSentence,
  nextTurn,
  nextWord,
  previousSentence,
  previousTurn,
  previousWord,
  sentenceAt,
  shrink,
  snap,
  turnAt,
  wordAt,
} from "./select.js";
export {
  hiddenCount,
  isVisible,
  stateOf,
  visible,
  withDropped,
  withError,
  withFilter,
  withPending,
  withRemote,
  withRemoteChange,
  withRemoved,
  withSaved,
} from "./state.js";
export { many, whose } from "./whose.js";
