import type { ExceptionId, GroupId, RoomId } from '../../shared/ids';
import { exceptionId } from '../../shared/ids';
import type { ControlPoint, ExceptionPlace, PointFunction, PointKind, TimeTable, WeeklyHours } from './building';
import { POINT_FUNCTIONS } from './building';
import type { Building } from './building';
import type { House } from './house';

/** The control points that belong to a room (or, for the entrance, to the whole house). */
export interface RoomPoints {
  readonly doorId: string;
  readonly alarmId: string;
  readonly lightId: string;
  readonly ventilationId: string;
}

/** A house and a building that belong together. */
export interface DemoWorld {
  readonly house: House;
  readonly building: Building;
  /** One line per room and target; the first target of a room is its own exception. */
  readonly suggestedMapping: readonly { readonly roomId: RoomId; readonly exceptionId: ExceptionId }[];
  /** One line per room whose people are let in through a person group of its own. */
  readonly suggestedGroups: readonly { readonly roomId: RoomId; readonly groupId: GroupId }[];
  readonly roomPoints: readonly (RoomPoints & { readonly roomId: RoomId; readonly exceptionId: ExceptionId })[];
  readonly mainEntrance: { readonly doorId: string; readonly exceptionId: ExceptionId };
}

/** What a point does when an exception runs, in the tables of our worlds: the mission of the program. */
const MISSION: Readonly<Record<PointKind, PointFunction>> = {
  door: 'unlocked',
  alarm: 'disarmed',
  light: 'on',
  ventilation: 'on',
};

/** A point with a table of its own that refers to the exceptions, the first one first. */
export function pointWithTable(options: {
  readonly id: string;
  readonly name: string;
  readonly kind: PointKind;
  readonly exceptions: readonly { readonly id: string; readonly function?: PointFunction }[];
  readonly weekly?: readonly WeeklyHours[];
}): { readonly point: ControlPoint; readonly table: TimeTable } {
  const { id, name, kind } = options;
  const places = options.exceptions.map((one): ExceptionPlace => ({
    exceptionId: exceptionId(one.id),
    function: one.function ?? MISSION[kind],
  }));
  const weekly = (options.weekly ?? []).map((hours) => ({ ...hours, function: MISSION[kind] }));
  return {
    point: { id, name, kind, tableId: `table-${id}` },
    table: { id: `table-${id}`, name: `Tidstabel, ${name}`, kind, normal: POINT_FUNCTIONS[kind][0], weekly, places },
  };
}

/** Door, alarm area, light and ventilation of one room, each following the room's exception. */
export function equipRoom(room: { readonly id: RoomId; readonly name: string }, exceptionIdOfRoom: string) {
  const exceptions = [{ id: exceptionIdOfRoom }];
  const ids = {
    doorId: `door-${room.id}`,
    alarmId: `alarm-${room.id}`,
    lightId: `light-${room.id}`,
    ventilationId: `ventilation-${room.id}`,
  };
  return {
    points: { ...ids, roomId: room.id, exceptionId: exceptionId(exceptionIdOfRoom) },
    equipment: [
      pointWithTable({ id: ids.doorId, name: `Dør, ${room.name}`, kind: 'door', exceptions }),
      pointWithTable({ id: ids.alarmId, name: `Alarm, ${room.name}`, kind: 'alarm', exceptions }),
      pointWithTable({ id: ids.lightId, name: `Lys, ${room.name}`, kind: 'light', exceptions }),
      pointWithTable({ id: ids.ventilationId, name: `Ventilation, ${room.name}`, kind: 'ventilation', exceptions }),
    ],
  };
}
