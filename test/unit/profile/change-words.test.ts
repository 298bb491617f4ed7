import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usableOperations } from '../../../electron/profile';
import { changeWordOf, isNamedAsRead } from '../../../electron/profile/change-words';

/** Names that change something, as servers write them, some of them sly. */
const NASTY = [
  'CreateBooking',
  'UpdateBooking',
  'DeleteBooking',
  'SetRoom',
  'CancelMeeting',
  'BookRoom',
  'AddAttendee',
  'RemoveAttendee',
  'SaveBooking',
  'ConfirmBooking',
  'createbooking',
  'deletebooking',
  'bookroom',
  'setstatus',
  'addparticipant',
  'removeguest',
  'CREATEBOOKING',
  'DELETE_BOOKING',
  'cancel-booking',
  'booking.delete',
  'booking/delete',
  'rooms/101/cancel',
  'v1/Bookings/{id}/End',
  'EndMeeting',
  'MoveBooking',
  'RescheduleMeeting',
  'ExtendBooking',
  'ShortenBooking',
  'CheckIn',
  'checkin',
  'CheckOut',
  'NoShowConfirm',
  'ApproveBooking',
  'DeclineInvitation',
  'RejectBooking',
  'AcceptInvitation',
  'InviteGuests',
  'RegisterVisitor',
  'SendMail',
  'NotifyAll',
  'ResetPassword',
  'ChangePassword',
  'GetAndDeleteMessages',
  'GetOrCreateRoom',
  'ReadAndClearQueue',
  'ListAndPurge',
  'SearchAndReplace',
  'SwapRooms',
  'TransferBooking',
  'ReserveRoom',
  'UnbookRoom',
  'LockRoom',
  'UnlockDoor',
  'OpenDoor',
  'CloseRoom',
  'BlockRoom',
  'SubmitOrder',
  'PlaceOrderSubmit',
  'ImportBookings',
  'UploadImage',
  'SyncCalendar',
  'SynchroniseRooms',
  'RunJob',
  'ExecuteSql',
  'InvokeAction',
  'PutBooking',
  'PostBooking',
  'PatchBooking',
  'UpsertRoom',
  'InsertRow',
  'ModifyRoom',
  'EditRoom',
  'RenameLocation',
  'ArchiveRoom',
  'RestoreBooking',
  'ActivateUser',
  'DeactivateUser',
  'EnableRoom',
  'DisableRoom',
  'AssignRole',
  'GrantAccess',
  'RevokeAccess',
  'SubscribeEvents',
  'ClearCache',
  'StartMeeting',
  'StopMeeting',
  'NewBooking',
  'MakeReservation',
  'doBooking',
  'Bookings%2FDelete',
  '%44elete',
  '%2544elete',
  'De\u200Blete',
  'ＤeleteBooking',
  'Truncate',
  'WipeAll',
  'AnonymizePersons',
  'Terminate',
  'UndoCancel',
  'MergeRooms',
  'SplitBooking',
  'MarkAsEnded',
  'OpretBooking',
  'SletBooking',
  'OpdaterLokale',
  'AnnullerMøde',
  'FjernDeltager',
  'RedigerBooking',
  'BekræftBooking',
  'TilføjDeltager',
  'ÆndrLokale',
  'WithdrawBooking',
  'ReleaseRoom',
  'releaseroom',
  'RelinquishRoom',
  'VacateRoom',
  'ReturnKey',
  'ProlongMeeting',
  'PostponeMeeting',
  'RelocateMeeting',
  'ExpireBooking',
  'VoidBooking',
  'AlterBooking',
  'AmendBooking',
  'OverrideStatus',
  'RevertBooking',
  'RollbackBooking',
  'SuspendUser',
  'PauseBooking',
  'ResumeBooking',
  'DismissAlarm',
  'EvictGuest',
  'ArmAlarm',
  'DisarmAlarm',
  'AflysBooking',
  'AfvisBooking',
  'AfslutMøde',
  'AfmeldDeltager',
  'TilmeldDeltager',
  'ForlængBooking',
  'FrigivLokale',
  'FlytBooking',
  'RetBooking',
  'GendanBooking',
  'IndsætBooking',
  'NulstilKode',
  'TildelAdgang',
  'LukDør',
  'ÅbnDør',
  'LåsDør',
];
const HARMLESS = [
  'GetRooms',
  'Rooms',
  'RoomBookings',
  'GetBookings',
  'ListBookings',
  'v1/Locations',
  'GetSettings',
  'AddressList',
  'Locations/{addId}/Rooms',
  'GetRoomBookingsByLocation',
  'SearchBookings',
  'Bookings/Search',
  'GetOffsets',
  'Endpoints',
  'GetTimeZones',
  'ResourceList',
  'Newsletter',
  'Calendar',
  'GetMeeting',
  'Attendees',
  'Bookings',
  'GetStatus',
  'HentBookinger',
  'Lokaler',
  'GetAdditions',
  'Info',
  'GetLockers',
  'Sendings',
  'GetFreeRooms',
  'centrelocations',
  'Releases',
  'GetReturns',
  'Alarms',
  'Vacations',
  'GetAlternatives',
  'Åbningstider',
  'Rettigheder',
];

describe('words of change', () => {
  it.each(NASTY)('are seen in %s', (name) => {
    expect(changeWordOf(name)).not.toBeNull();
    expect(isNamedAsRead(name)).toBe(false);
  });

  it.each(HARMLESS)('are not seen in %s', (name) => {
    expect(changeWordOf(name)).toBeNull();
  });

  it.each(NASTY)('%s is never usable, whatever verb it is listed with, nor with its name in the path alone', (name) => {
    for (const verb of ['', 'GET', 'POST', 'PUT', 'DELETE'])
      for (const listed of [
        { name, path: '/v1/Rooms' },
        { name: 'Rooms', path: `/v1/${name}` },
      ]) {
        const [found] = usableOperations({ operations: [{ ...listed, verb, parameters: [], answers: '' }], types: [] });
        expect([verb, found?.use]).toEqual([verb, 'change']);
      }
  });

  it('the manual names none that is not one', () => {
    const manual = readFileSync(join(import.meta.dirname, '../../../docs/manual/profiles.md'), 'utf8');
    const listed = /Words of change are:([^]*?)\n## /.exec(manual)?.[1] ?? '';
    const words = Array.from(listed.matchAll(/`(\S+)`/g), ([, word]) => word ?? '');
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => changeWordOf(word) === null)).toEqual([]);
  });

  it('a verb that writes is never usable, whatever the name', () => {
    for (const verb of ['PUT', 'PATCH', 'DELETE', 'MERGE', 'OPTIONS', 'HEAD'])
      for (const name of HARMLESS) {
        const [found] = usableOperations({
          operations: [{ name, path: '/x', verb, parameters: [], answers: '' }],
          types: [],
        });
        expect(found?.use).toBe('change');
      }
  });

  it('a POST asks first when it is named like a read, and is never used otherwise', () => {
    const useOf = (name: string) =>
      usableOperations({
        operations: [{ name, path: `/${name}`, verb: 'POST', parameters: [], answers: '' }],
        types: [],
      })[0]?.use;
    expect(['SearchBookings', 'ListRooms', 'ReadLocations', 'QueryBookings'].map(useOf)).toEqual([
      'ask',
      'ask',
      'ask',
      'ask',
    ]);
    expect(['Bookings', 'Rooms', 'Calendar'].map(useOf)).toEqual(['change', 'change', 'change']);
  });

  it('a login is only that: what makes or ends one is a change', () => {
    const useOf = (name: string, verb = 'POST') =>
      usableOperations({ operations: [{ name, path: `/v1/${name}`, verb, parameters: [], answers: '' }], types: [] })[0]
        ?.use;
    expect(['Authenticate', 'Login', 'SignIn', 'Auth/Token'].map((name) => useOf(name))).toEqual([
      'login',
      'login',
      'login',
      'login',
    ]);
    expect(['CreateLogin', 'ResetToken', 'DeleteSession', 'RevokeToken'].map((name) => useOf(name))).toEqual([
      'change',
      'change',
      'change',
      'change',
    ]);
    expect(useOf('Login', 'DELETE')).toBe('change');
  });
});
