import type { LocationId, RoomId } from '../../../shared/ids';
import type { ZoneName } from '../../../shared/time';
import type { ManagedException, MappingLine } from './mapping';
import type { GroupLine, ManagedGroup, PersonField } from './people';

/** Everything a person decided that bears on what is written. Part of the settings; a value. */
export interface Policy {
  readonly locations: readonly LocationId[];
  readonly rooms: readonly RoomId[];
  readonly lines: readonly MappingLine[];
  readonly managed: readonly ManagedException[];
  readonly groupLines: readonly GroupLine[];
  readonly managedGroups: readonly ManagedGroup[];
  /** What people of the two systems are matched on (rule D4). */
  readonly matchBy: PersonField;
  /** Hours, at least 24 (rule R2). */
  readonly horizonHours: number;
  /** Whether bookings awaiting confirmation count (rule R5). */
  readonly countsPending: boolean;
  /** The zone typed for the house; must agree with UniLock's own where it tells one (rule R1). null: take UniLock's. */
  readonly houseZone: ZoneName | null;
}

/**
 * The policy of taking everything back: nothing is chosen, so no line wants anything and nothing is managed (W7). The lines stay, because they tell
 * how long people inside have to leave (W4).
 */
export const managingNothing = (policy: Policy): Policy => ({
  ...policy,
  locations: [],
  rooms: [],
  managed: [],
  managedGroups: [],
});
