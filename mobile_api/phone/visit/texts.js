// What people type, as it can be sent.

const HALVES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g; // all but tabs and line ends

/** The text without halves of characters, which no JSON reader is bound to take. */
const wellFormed = (text) => text.replace(HALVES, "\uFFFD");

/** Words as they are sent: trimmed, without control characters. */
export const cleanText = (text) => wellFormed(String(text ?? "").replace(CONTROL, "")).trim();

/** An id as it is sent: one line of what can be printed. */
export const cleanId = (text) => wellFormed(String(text ?? "")).replace(/[\p{C}\p{Z}]+/gu, " ").trim();
