/** Characters of a profile's text at most, tens of times a long one: a file that was chosen by mistake would bring the window to a stop. */
export const LONGEST_PROFILE_TEXT = 200_000;
