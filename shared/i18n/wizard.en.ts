import type { SameKeys } from './same-keys';
import type { wizardDa } from './wizard.da';

/** Texts of the set-up in eight steps, in English. */
export const wizardEn: SameKeys<typeof wizardDa> = {
  steps: 'Steps of the set-up',
  stepDone: 'finished',
  leave: 'Leave the set-up',
  savedHint: 'Everything is saved as you go.',
  testFirst: 'Test the connection before you go on.',
  chooseAll: 'Choose all',
  chooseNone: 'Choose none',
  step: {
    welcome: {
      short: 'Welcome',
      title: 'Welcome to Mødeklar',
      intro: 'When a room is booked, the house is ready for the meeting by itself. The set-up takes about ten minutes.',
    },
    pronestor: {
      short: 'Pronestor',
      title: 'Connect to Pronestor',
      intro: 'Rooms and bookings are read from here. Mødeklar never changes anything in Pronestor.',
    },
    locations: {
      short: 'Locations',
      title: 'Which locations?',
      intro: 'Type the ID numbers you were given, or choose from the list.',
    },
    rooms: {
      short: 'Rooms',
      title: 'Which rooms?',
      intro: 'The number beside each room is its bookings in the coming week, so that you can see it is the right one.',
    },
    unilock: {
      short: 'UniLock',
      title: 'Connect to UniLock',
      intro:
        'The bookings’ periods are written into the shared exceptions, and the participants into the person groups, that you choose in the next step.',
    },
    mapping: {
      short: 'Mapping',
      title: 'What does each room open?',
      intro:
        'Choose which shared exceptions the room’s bookings open, and how long before and after the meeting. If the participants should also be let in with their keys, choose a person group.',
    },
    check: {
      short: 'Check',
      title: 'Look before anything is written',
      intro: 'This is what it will look like in UniLock. Nothing has been written yet.',
    },
    done: {
      short: 'In operation',
      title: 'Mødeklar is set up',
      intro: 'From now on the program keeps UniLock equal to the bookings by itself.',
    },
  },
  welcome: {
    need: 'What you need at hand',
    needPronestor:
      'Address, user name and password for Pronestor. The account must see the calendars of all wanted rooms.',
    needLocations: 'The ID numbers of the Pronestor locations that matter.',
    needUnilock: 'Address, user name and password for UniLock’s WebAPI.',
    needModules:
      'UniLock 2.0 with the modules Fiktive specialdage og undtagelser, Gyldighedsperioder for personer and Import af objekter.',
    needMapping: 'Which shared exception, and perhaps person group, belongs to each room.',
    demoTitle: 'Or try it first',
    demoText:
      'A demo house with rooms, doors, alarm, light and ventilation runs here on the computer. You can go all the way in a minute. No real doors are touched.',
    demoStart: 'Try with a demo house',
    demoStarting: 'Building the demo house…',
  },
  locations: {
    reading: 'Reading locations from Pronestor…',
    type: 'Type ID numbers',
    numbers: 'ID numbers',
    numbersHint: 'Separated by commas, spaces or new lines.',
    add: 'Add',
    pick: 'Locations in Pronestor',
    label: '{{name}} (ID {{id}}, {{zone}})',
    unknown_one: 'Unknown ID number: {{numbers}}. It is left out.',
    unknown_other: 'Unknown ID numbers: {{numbers}}. They are left out.',
    removeUnknown: 'Remove ID {{id}}',
    chooseFirst: 'Choose at least one location.',
    none: {
      title: 'The account cannot see any locations',
      text: 'Ask whoever looks after Pronestor to give the account access to the rooms’ calendars. Then go back one step and test again.',
    },
  },
  rooms: {
    reading: 'Reading rooms from Pronestor…',
    readingProgress: 'Reading rooms: {{done}} of {{total}} locations…',
    search: 'Search for a room',
    room: 'Room',
    seats: 'Seats',
    bookings: 'Bookings in the coming week',
    bookingsUnknown: 'unknown',
    chosen: '{{count}} of {{total}} chosen',
    chooseFirst: 'Choose at least one room.',
    none: {
      title: 'There are no rooms in the chosen locations',
      text: 'Go back one step and choose another location, or check that the account may see the rooms.',
    },
  },
  unilock: {
    typed: 'Exceptions and person groups are typed by name in the next step.',
    found: 'Found in UniLock',
    exceptions_one: '{{count}} shared exception',
    exceptions_other: '{{count}} shared exceptions',
    zone: 'The house’s time zone is {{zone}}. UniLock told it.',
    zoneFirst: 'Choose the house’s time zone before you go on.',
  },
  mapping: {
    mapFirst: 'Map at least one room to a shared exception.',
  },
  check: {
    working: 'Reading both sides and working out the plan…',
    workingProgress: 'Reading both sides: {{done}} of {{total}}…',
    again: 'Read again',
    checklist: 'Checklist',
    plan: 'What will be written',
    bookings: {
      complete_one: 'Pronestor has been read: {{count}} booking',
      complete_other: 'Pronestor has been read: {{count}} bookings',
      partial_one:
        'Pronestor was only partly read: {{count}} booking. Nothing is removed until everything has been read.',
      partial_other:
        'Pronestor was only partly read: {{count}} bookings. Nothing is removed until everything has been read.',
      unreadable_one: 'Pronestor could not be read',
      unreadable_other: 'Pronestor could not be read',
    },
    access: {
      complete_one: 'UniLock has been read: {{count}} shared exception',
      complete_other: 'UniLock has been read: {{count}} shared exceptions',
      partial_one: 'UniLock was only partly read: {{count}} shared exception',
      partial_other: 'UniLock was only partly read: {{count}} shared exceptions',
      unreadable_one: 'UniLock could not be read',
      unreadable_other: 'UniLock could not be read',
    },
    mapped: '{{done}} of {{total}} rooms are mapped',
    found: '{{done}} of {{total}} mapped exceptions exist in UniLock',
    people: '{{done}} of {{total}} persons were found in UniLock',
    placesEnough: 'The exceptions have places enough',
    placesFew:
      'There are not places enough: the soonest periods are written first, the rest follow as places become free',
    writeTitle: 'Write it',
    writeIntro:
      'From now on Mødeklar runs the mapped exceptions, and in the mapped person groups only the memberships it gives itself. Everything else in UniLock is left alone.',
    consentFirst: 'Say yes to the periods that are replaced before anything is written.',
    consent: 'Yes, the periods named may be replaced',
    write: 'Write to UniLock for the first time',
    writeAgain: 'Save and write to UniLock',
    writing: 'Writing…',
    notRead: 'Both sides must be readable before anything can be written.',
  },
  try: {
    title: 'Try two minutes',
    intro:
      'Opens an exception for two minutes, so that you can see the right door react. The period is taken back by itself.',
    exception: 'Shared exception',
    start: 'Try two minutes',
    running: 'Open now. Look at the door…',
    confirmed: '{{exception}} got a period until {{until}}, and UniLock showed it.',
    unconfirmed: '{{exception}} got a period until {{until}}, but UniLock did not show it afterwards.',
  },
  done: {
    firstRun: 'The first synchronisation',
    written_one: '{{count}} change has been written.',
    written_other: '{{count}} changes have been written.',
    calendar: 'See the calendar',
    overview: 'To the overview',
    afterwards: 'From now on',
    tray: 'The program lives by the clock at the bottom of the screen. There you can see its state and synchronise at once.',
    close: 'When you close the window, the program keeps running.',
    sleep:
      'The computer must not sleep or sign out, because then the doors only follow what is already written. Turn sleep off in the computer’s power settings.',
  },
};
