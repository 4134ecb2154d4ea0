/** What no format of text holds, and what would show a reviewer the characters in another order than they have. */
export const UNSHOWABLE = /[\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}]/gu;

/** Stands where an unshowable character was. */
export const REPLACEMENT = "\uFFFD";
