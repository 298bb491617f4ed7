/** How alike two names are, 0 to 1, and which exception therefore suggests itself for a room. */

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Suggestion {
  readonly roomId: string;
  readonly exceptionId: string;
  /** 0 to 1; 1 is the same name. */
  readonly likeness: number;
}

/** Below this a likeness is chance. */
const LEAST_LIKENESS = 0.5;

const wordsOf = (name: string): string[] => name.toLocaleLowerCase('da').match(/\p{L}+|\p{N}+/gu) ?? [];
const isNumber = (word: string): boolean => /^\p{N}+$/u.test(word);
/** "01" and "1" are the same room number. */
const numbersOf = (words: readonly string[]): string =>
  words
    .filter(isNumber)
    .map((word) => word.replace(/^0+(?=.)/, ''))
    .sort()
    .join(' ');

function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  if (isNumber(a) || isNumber(b) || Math.min(a.length, b.length) < 3) return 0;
  // "lokale" and "mødelokale", "kantine" and "kantinen".
  return a.includes(b) || b.includes(a) ? 0.75 : 0;
}

/** How alike two names are, 0 to 1. Names with different numbers are never alike: "Lokale 1" is not "Lokale 2". */
export function nameLikeness(one: string, other: string): number {
  const a = wordsOf(one);
  const b = wordsOf(other);
  if (a.length === 0 || b.length === 0 || numbersOf(a) !== numbersOf(b)) return 0;
  const best = (words: readonly string[], against: readonly string[]): number =>
    words.reduce((sum, word) => sum + Math.max(...against.map((each) => wordLikeness(word, each))), 0);
  return (best(a, b) + best(b, a)) / (a.length + b.length);
}

/** One exception per room, where one name is clearly the nearest. Two equally near ones suggest nothing: a guess would open a wrong door. */
export function suggestExceptions(rooms: readonly Named[], exceptions: readonly Named[]): Suggestion[] {
  return rooms.flatMap((room) => {
    const ranked = exceptions
      .map((exception) => ({
        roomId: room.id,
        exceptionId: exception.id,
        likeness: nameLikeness(room.name, exception.name),
      }))
      .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
      .sort((a, b) => b.likeness - a.likeness);
    const [first, second] = ranked;
    if (first === undefined || (second !== undefined && second.likeness === first.likeness)) return [];
    return [first];
  });
}
