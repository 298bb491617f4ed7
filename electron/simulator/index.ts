export type { BookingsFile } from './bookings-file';
export { createHouseFromBookings, parseBookingsFile, shiftFor } from './bookings-file';
export type {
  BuildingRecord,
  ControlPoint,
  Membership,
  Person,
  PersonGroup,
  PointFunction,
  PointKind,
  SharedException,
  TimeTable,
  WallPeriod,
} from './building';
export { Building } from './building';
export type { AccessAnswer, BuildingState, PointReason, PointState } from './building-state';
export { buildingStateAt, nextChangeOf } from './building-state';
export type { DemoHouse } from './demo-house';
export { createDemoHouse } from './demo-house';
export type { DemoWorld, RoomPoints } from './demo-world';
export type { Fault, FaultKind, FaultPlan, FaultScope, OperationName } from './faults';
export type { BookingStatus, Guest, HouseLocation, HouseRoom, Meeting, NewMeeting, RoomBooking } from './house';
export { BOOKING_STATUSES, House } from './house';
export type { PronestorOptions, PronestorSimulator } from './pronestor-server';
export { createPronestorSimulator } from './pronestor-server';
export type { RequestEntry, RequestLog } from './request-log';
export type { UnilockOptions, UnilockSimulator } from './unilock-server';
export { createUnilockSimulator } from './unilock-server';
