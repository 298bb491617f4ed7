import type { Brand } from './brand';

/** Ids are texts everywhere inside the program: what a server counts as numbers is turned into text where it is read. */
export type LocationId = Brand<string, 'LocationId'>;
export type RoomId = Brand<string, 'RoomId'>;
export type BookingId = Brand<string, 'BookingId'>;
export type MeetingId = Brand<string, 'MeetingId'>;
export type ExceptionId = Brand<string, 'ExceptionId'>;
export type PersonId = Brand<string, 'PersonId'>;
export type GroupId = Brand<string, 'GroupId'>;
export type RunId = Brand<string, 'RunId'>;
/** A mapping line's own id, made when the line is made; it survives a change of its lead or lag. */
export type MappingLineId = Brand<string, 'MappingLineId'>;

export const locationId = (text: string): LocationId => text as LocationId;
export const roomId = (text: string): RoomId => text as RoomId;
export const bookingId = (text: string): BookingId => text as BookingId;
/** In an id, keeps apart what it is made of. */
const escaped = (part: string): string =>
  part.replace(/[%@*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
/** The booking of one room by an item of the server that holds several: the same whatever other rooms are added or taken. */
export const bookingIdIn = (item: string, room: RoomId): BookingId => bookingId(`${escaped(item)}@${escaped(room)}`);
/** What stands for an item in all rooms at once. */
export const bookingIdEverywhere = (item: string): BookingId => bookingId(`${escaped(item)}@*`);
/** What would stand for the booking’s item in all rooms, if it is one of several. */
export const everywhereOf = (id: BookingId): BookingId => bookingId(id.replace(/@.*$/s, '@*'));
export const meetingId = (text: string): MeetingId => text as MeetingId;
export const exceptionId = (text: string): ExceptionId => text as ExceptionId;
export const personId = (text: string): PersonId => text as PersonId;
export const groupId = (text: string): GroupId => text as GroupId;
export const runId = (text: string): RunId => text as RunId;
export const mappingLineId = (text: string): MappingLineId => text as MappingLineId;
