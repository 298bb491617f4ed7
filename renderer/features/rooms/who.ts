import type { GroupLine } from './mapping-model';

type Who = GroupLine['who'];

/** Who of a booking gets access, as one choice: a line that gives nobody access cannot be chosen (D4). */
export const WHO_KEYS = ['both', 'organiser', 'participants'] as const;
export type WhoKey = (typeof WHO_KEYS)[number];

export const whoKey = ({ organiser, participants }: Who): WhoKey => {
  if (organiser && participants) return 'both';
  return organiser ? 'organiser' : 'participants';
};

export const whoOf = (key: WhoKey, externals: boolean): Who => ({
  organiser: key !== 'participants',
  participants: key !== 'organiser',
  externals,
});
