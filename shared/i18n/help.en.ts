import type { helpDa } from './help.da';
import type { SameKeys } from './same-keys';

/** Texts of the help page, in English. */
export const helpEn: SameKeys<typeof helpDa> = {
  title: 'Help',
  intro: 'What matters, in short.',
  manual: 'How Mødeklar works',
  chapter: {
    what: {
      title: 'What does the program do?',
      text: 'Mødeklar reads bookings in Pronestor and writes their periods into the shared exceptions in UniLock that each room is mapped to. Doors, alarm, light and ventilation follow the exceptions as the tables in UniLock say. Mødeklar never chooses what happens; it only writes times.',
    },
    ready: {
      title: 'What does In operation mean?',
      text: 'That both sides have been read completely of late, that the booked periods equal the shared exceptions, and that nothing is held. Only then is the mark green.',
    },
    verdicts: {
      title: 'What do the words in the calendar mean?',
      text: 'Missing: booked but not written. Extra: written but not booked. Shifted: written with other times. Waiting: is written at the next run, or when you have consented. Held: not done until a new reading settles it or somebody has decided. No place: the exception is full, and the period follows when there is room. Foreign edit: written by others. Unknown: one of the sides could not be read. Handed over: written, but cannot be read back. Over: the period is past.',
    },
    waiting: {
      title: 'Why does something wait for me?',
      text: 'A booking that disappears without being cancelled may be a mistake, so it is not removed by itself. Very long bookings and bookings outside the safe hours do not open either until someone has said yes. Everything else goes on meanwhile.',
    },
    noContact: {
      title: 'What happens without contact?',
      text: 'The doors follow what is already written, and every opening carries its end. Nothing is removed because an answer fails to come. The program tries again by itself.',
    },
    shortened: {
      title: 'What happens when a meeting ends early?',
      text: 'When a meeting is cancelled or ended while it runs, the period is cut to now plus the minutes set after the meeting. So everyone can get out before the alarm arms.',
    },
    close: {
      title: 'What happens when I close the window?',
      text: 'The program keeps running by the clock at the bottom of the screen. To stop it altogether, choose Quit in the menu there. The doors then follow what is already written.',
    },
    password: {
      title: 'Where are the passwords?',
      text: 'In the computer’s own keychain. They are in no file, log or export, and the program never shows them again.',
    },
    keyboard: {
      title: 'Can I use the keyboard alone?',
      text: 'Yes. Tab goes from field to field, the arrow keys choose in lists, and Enter or Space presses. Esc closes what lies on top.',
    },
  },
  profiles: 'Profiles',
  profilesIntro:
    'A profile describes how to speak to a system. The vendors have not published it, so the profiles are guesses until someone confirms them.',
  profileConfirmed: '{{title}}: confirmed',
  profileGuess: '{{title}}: our guess, not confirmed',
  about: 'About the program',
  version: 'Version',
  electron: 'Electron',
  platform: 'System',
  zone: 'The computer’s time zone',
};
