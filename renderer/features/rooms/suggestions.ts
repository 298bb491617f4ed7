/** How alike two names are, 0 to 1, and which exception or person group therefore suggests itself for a room. */

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Nearest {
  readonly roomId: string;
  readonly targetId: string;
  /** 0 to 1; 1 is the same name. */
  readonly likeness: number;
}

export interface Suggestion extends Pick<Nearest, 'roomId' | 'likeness'> {
  readonly exceptionId: string;
}

export interface GroupSuggestion extends Pick<Nearest, 'roomId' | 'likeness'> {
  readonly groupId: string;
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

/** One target per room, where one name is clearly the nearest. Two equally near ones suggest nothing: a guess would open a wrong door. */
function nearestByName(rooms: readonly Named[], targets: readonly Named[]): Nearest[] {
  return rooms.flatMap((room) => {
    const ranked = targets
      .map((target) => ({ roomId: room.id, targetId: target.id, likeness: nameLikeness(room.name, target.name) }))
      .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
      .sort((a, b) => b.likeness - a.likeness);
    const [first, second] = ranked;
    if (first === undefined || (second !== undefined && second.likeness === first.likeness)) return [];
    return [first];
  });
}

/** One exception per room, where one clearly suggests itself. */
export const suggestExceptions = (rooms: readonly Named[], exceptions: readonly Named[]): Suggestion[] =>
  nearestByName(rooms, exceptions).map(({ targetId, ...rest }) => ({ ...rest, exceptionId: targetId }));

/** One person group per room, where one clearly suggests itself. */
export const suggestGroups = (rooms: readonly Named[], groups: readonly Named[]): GroupSuggestion[] =>
  nearestByName(rooms, groups).map(({ targetId, ...rest }) => ({ ...rest, groupId: targetId }));
