import { z } from 'zod';
import { reason } from '../profile';
import type { ChosenRoom, MappingLineSettings } from './settings-v1';
import { checkHouse, checkUnique, mappingLineSettings, settingsV1 } from './settings-v1';

const id = z.string().trim().min(1).max(200);

/** A person group whose members we give and take (rules D5, W8); its name is kept for when UniLock cannot be read. */
export const managedGroupSettings = z.strictObject({ id, name: z.string().max(500).default('') });
export type ManagedGroupSettings = z.infer<typeof managedGroupSettings>;

/** One line of the mapping to a person group: the people of this room's bookings become members in the booking periods (rule D1). */
export const groupLineSettings = mappingLineSettings.omit({ exceptionId: true }).extend({
  groupId: id,
  /** Who of a booking gets access (rule D4). */
  who: z
    .strictObject({
      organiser: z.boolean().default(true),
      participants: z.boolean().default(true),
      /** Whether people from outside the house are among them. */
      externals: z.boolean().default(false),
    })
    .refine((who) => who.organiser || who.participants, { message: reason('nobody') })
    .prefault({}),
});
export type GroupLineSettings = z.infer<typeof groupLineSettings>;

export const peopleSettings = z.strictObject({
  /** The field that people of Pronestor and UniLock are matched on (rule D4). */
  matchBy: z.enum(['email', 'employee-number', 'initials']).default('email'),
});

/** What the checks of groups look at. */
interface HouseWithGroups {
  readonly rooms: readonly ChosenRoom[];
  readonly mapping: readonly MappingLineSettings[];
  readonly groups: readonly ManagedGroupSettings[];
  readonly groupMapping: readonly GroupLineSettings[];
}

/** Whether the lists of groups fit the others: everything that is pointed at is there, and nothing is there twice. */
export function checkGroups(settings: HouseWithGroups, check: z.core.$RefinementCtx): void {
  checkUnique(
    settings.groups.map((each) => each.id),
    'groups',
    check,
  );
  const rooms = new Set(settings.rooms.map((each) => each.id));
  const groups = new Set(settings.groups.map((each) => each.id));
  // Both kinds of line have ids of one sort: what is written down by a line's id must not mean two lines.
  const lines = new Set(settings.mapping.map((each) => each.id));
  const pairs = new Set<string>();
  settings.groupMapping.forEach((line, index) => {
    const complain = (field: string | null, message: string): void =>
      check.addIssue({ code: 'custom', path: ['groupMapping', index, ...(field === null ? [] : [field])], message });
    if (lines.has(line.id)) complain(null, reason('twice', line.id));
    lines.add(line.id);
    if (!rooms.has(line.roomId)) complain('roomId', reason('no-room'));
    if (!groups.has(line.groupId)) complain('groupId', reason('no-group'));
    const pair = JSON.stringify([line.roomId, line.groupId]);
    if (pairs.has(pair)) complain(null, reason('mapped-twice'));
    pairs.add(pair);
  });
}

/** Settings, version 2. Frozen: it opens the files of programs from before version 3 (P21). */
export const settingsV2 = z
  .strictObject({
    ...settingsV1.shape,
    version: z.literal(2),
    groups: z.array(managedGroupSettings).max(5000).default([]),
    groupMapping: z.array(groupLineSettings).max(50_000).default([]),
    people: peopleSettings.prefault({}),
  })
  .superRefine((settings, check) => {
    checkHouse(settings, check);
    checkGroups(settings, check);
  });

export type SettingsV2 = z.infer<typeof settingsV2>;
