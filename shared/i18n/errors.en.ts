import type { errorsDa } from './errors.da';
import type { SameKeys } from './same-keys';

/** What an error is called, what it means and what to do about it, in English. */
export const errorsEn: SameKeys<typeof errorsDa> = {
  'address-not-found': {
    title: 'The address was not found',
    explanation: 'The computer cannot find the server at the address that was typed.',
    remedy:
      'Check that the address is spelled correctly and that the computer is online. If the server is your own, ask the IT department for its name.',
  },
  'connection-refused': {
    title: 'The server does not accept the connection',
    explanation: 'The address exists, but no program answers at it.',
    remedy: 'Check that the server is running and that the port number is right. A firewall may also be in the way.',
  },
  'connection-lost': {
    title: 'The connection was cut',
    explanation: 'The server began to answer, but the connection dropped on the way.',
    remedy: 'The program tries again by itself. If it happens often, ask the IT department to look at the network.',
  },
  'timed-out': {
    title: 'The server did not answer in time',
    explanation: 'No answer came before the waiting time was over. The first answer after a quiet spell may be slow.',
    remedy:
      'The program tries again at the next run. If it goes on, check whether the server is overloaded or has stopped.',
  },
  'certificate-not-trusted': {
    title: 'The server’s certificate is not trusted',
    explanation:
      'The connection is encrypted, but the computer does not know who issued the certificate. Nothing was sent.',
    remedy:
      'Ask the IT department to install your own issuer’s certificate on this computer, or test the connection and choose yourself what to trust.',
  },
  'certificate-expired': {
    title: 'The server’s certificate is not valid today',
    explanation:
      'The connection is encrypted, but the server’s certificate has expired or begins only later. Nothing was sent.',
    remedy: 'Ask whoever looks after the server to renew the certificate. Check this computer’s clock and date too.',
  },
  'certificate-other-name': {
    title: 'The server’s certificate is for another address',
    explanation:
      'The connection is encrypted, but the certificate was issued to another name than the one in the address. Nothing was sent.',
    remedy:
      'Type the address with the name that the certificate was issued to; a test of the connection shows it. Otherwise ask whoever looks after the server for a certificate for the address.',
  },
  'certificate-changed': {
    title: 'The server shows another certificate',
    explanation:
      'You have decided that exactly one certificate is trusted for this server. It now shows another. Nothing was sent to it.',
    remedy:
      'Ask whoever looks after the server whether the certificate was renewed. If it was, test the connection in Settings and trust the new one once its fingerprint agrees. If not, a stranger may be answering.',
  },
  'encryption-failed': {
    title: 'The server does not speak https here',
    explanation:
      'The server answers, but no encrypted connection came about. Often the port speaks http only, or the server knows outdated encryption only. Nothing was sent.',
    remedy:
      'Check that the port number is right. If the server is on the house’s own network and speaks http only, type http:// before the address. Otherwise ask the IT department to turn on TLS 1.2 or newer on the server.',
  },
  'proxy-refused': {
    title: 'The proxy cannot be used',
    explanation: 'The way to the server goes through a proxy, which will not or cannot connect further.',
    remedy:
      'Ask the IT department whether the proxy is meant for this address. If the server is in the house, choose “Without a proxy” among the connection’s advanced choices.',
  },
  'proxy-login-refused': {
    title: 'The proxy asks for a login',
    explanation: 'The proxy on the way asks for a login that the program does not have, or does not accept it.',
    remedy:
      'Ask the IT department to let this computer through without a login. On the command line, user and password can stand in HTTPS_PROXY.',
  },
  'server-error': {
    title: 'The server reports an error',
    explanation: 'The server answered, but with an error of its own.',
    remedy:
      'The program tries again at the next run. If it goes on, give the code below to the vendor. Pronestor’s own servers are updated between 05:00 and 05:30.',
  },
  'too-many-requests': {
    title: 'The server asks for a pause',
    explanation: 'The server finds that it is asked too often.',
    remedy:
      'The program waits as long as the server asks. If it happens often, make the time between runs longer in Settings.',
  },
  'answer-too-large': {
    title: 'The answer is too large',
    explanation: 'The server sent more than the program accepts at once, so the answer was not used.',
    remedy: 'Choose fewer locations, or make the time ahead shorter in Settings.',
  },
  'redirected-away': {
    title: 'The server sends us elsewhere',
    explanation:
      'The answer pointed to another address. It is not followed, because the password could then end up with others.',
    remedy: 'Type the address that the server itself uses. Often it is the same one with https in front.',
  },
  'insecure-address': {
    title: 'The address is not encrypted',
    explanation:
      'The address begins with http and lies outside the house. User name and password could be read on the way.',
    remedy: 'Use https. Without encryption only servers on this computer or on the house’s own network are allowed.',
  },
  'login-refused': {
    title: 'User name or password was refused',
    explanation: 'The server does not know that combination of user name and password.',
    remedy:
      'Type the user name and password again. The program tries only a few times, so that the account is not locked.',
  },
  'login-stopped': {
    title: 'Login has been stopped',
    explanation:
      'The login was refused three times. The program does not try again by itself, so that the account is not locked.',
    remedy: 'Check that the account is open, and type the password again in Settings. Then it is tried again.',
  },
  'login-expired': {
    title: 'The login has expired',
    explanation: 'The server has forgotten our login, and a new login did not help.',
    remedy: 'The program tries again at the next run. If it goes on, test the connection in Settings.',
  },
  'access-denied': {
    title: 'The account has no right to it',
    explanation: 'The login worked, but the account has no right to what we ask for.',
    remedy:
      'Give the account the right to see the calendars of all wanted rooms, and in UniLock the right to the shared exceptions, persons and person groups.',
  },
  'not-data': {
    title: 'The answer is a web page, not data',
    explanation: 'The server answered with a page for people, such as a login page or a service notice.',
    remedy: 'Check that the address is the right one. You may open it in a browser and read what it says.',
  },
  'unexpected-answer': {
    title: 'The answer looks different than expected',
    explanation:
      'The server answered, but the fields are not where the profile says. The server’s version may be another than the one the profile was written for.',
    remedy: 'Nothing was changed. Ask a technician to compare the profile with the vendor’s description.',
  },
  'not-found': {
    title: 'The server does not know what we ask for',
    explanation: 'The address answers, but it lacks the page or item that the profile names.',
    remedy:
      'Check whether the address should end with a folder, such as /pronestor. Otherwise a technician should look at the profile.',
  },
  'reading-partial': {
    title: 'Not everything was read',
    explanation:
      'Part of the answer was missing or could not be understood. What is missing counts as unknown, not as cancelled.',
    remedy: 'Nothing is removed until everything has been read. The program tries again at the next run.',
  },
  'answers-changed': {
    title: 'The server answers differently than before',
    explanation:
      'Fields that the profile reads are missing, or have changed their form, since a person last approved the answers. The server may have been updated.',
    remedy:
      'Open the profile under Settings, try it against the server, and correct the field names if anything is missing. Then approve what is answered.',
  },
  'reading-empty': {
    title: 'The answer is suddenly empty',
    explanation: 'The server answered without an error, but with nothing of what should be there.',
    remedy:
      'Nothing is removed. Check in Pronestor or UniLock that it is still there and that the account may still see it.',
  },
  'write-conflict': {
    title: 'Others changed the same thing at the same time',
    explanation: 'The exception or the membership was changed in UniLock while we were writing.',
    remedy: 'The program reads again and tries anew. If it happens often, edit it in one place only.',
  },
  'write-refused': {
    title: 'UniLock would not accept the change',
    explanation: 'UniLock refused the periods we wrote. The old ones are still there.',
    remedy:
      'Check that the number of places of the exception is right and that the account may change exceptions and person groups. It is tried again at the next run.',
  },
  'write-unconfirmed': {
    title: 'The change could not be confirmed',
    explanation: 'The periods were sent, but something else was there when we read back.',
    remedy:
      'The program tries again at the next run. If it goes on, look at the exception or the person group in UniLock.',
  },
  'other-writer': {
    title: 'Someone else writes in the same exception',
    explanation:
      'The exception was changed back by others three times within an hour. So as not to fight over it, we stopped writing it.',
    remedy:
      'Find the other program or the person who edits it, and agree on one place. Then start again by saving the mapping.',
  },
  'handover-waiting': {
    title: 'Changes wait until UniLock has taken the file',
    explanation:
      'The last file is still in the folder. It is neither overwritten nor deleted, so what is new has not been handed over yet.',
    remedy:
      'There is nothing to do if UniLock usually takes the file before long. The program hands the changes over as soon as it is gone.',
  },
  'handover-not-taken': {
    title: 'UniLock has not taken the file since {{since}}',
    explanation:
      'The file is still in the folder. The program never overwrites or deletes it, so changes since then have not reached UniLock. The doors follow what UniLock got before it.',
    remedy:
      'Check on UniLock’s computer that the import is running, and that it takes files from this very folder under this file name.',
  },
  'import-folder-unreachable': {
    title: 'The folder of the import file cannot be reached',
    explanation:
      'The folder does not exist, or the network share is away. Nothing is lost: the changes are handed over when the folder is back.',
    remedy:
      'Check that the path is right and that the computer with the folder is on. The program tries again at the next run.',
  },
  'import-folder-unwritable': {
    title: 'The folder of the import file cannot be written to',
    explanation: 'The user may not write in the folder, or the disk is full. Nothing was handed over.',
    remedy: 'Let the user that the program runs as create and delete files in the folder, or make room on the disk.',
  },
  'import-folder-unsuitable': {
    title: 'The folder cannot be used for the import file',
    explanation:
      'The folder’s file system cannot put a file in its place without the danger of overwriting one that is there.',
    remedy: 'Choose a folder on an NTFS drive or on a Windows share.',
  },
  'import-folder-mount-point': {
    title: 'The folder of the import file is the place where a share is mounted',
    explanation:
      'When the share is away, an empty folder of this computer stands in the same place. Files for UniLock would go into it, and nobody would fetch them.',
    remedy: 'Make a folder on the share itself and choose that one. It is gone when the share is.',
  },
  'try-not-by-file': {
    title: 'A trial opening cannot be sent by import file',
    explanation:
      'The file is taken when UniLock gets to it, so nobody knows whether two minutes are over by then. Nothing is handed over.',
    remedy: 'Try the door with a real booking in Pronestor.',
  },
  'import-place-taken': {
    title: 'Something other than a file stands in the import file’s place',
    explanation:
      'A folder or a link in the folder has the import file’s name. The program does not touch it, so nothing can be handed over until it is gone. Nothing is lost.',
    remedy: 'Rename or move it, or type another file name under the connection to UniLock.',
  },
  'handover-unwritable': {
    title: 'The program could not note what it was about to hand over',
    explanation:
      'The file with what was handed over last could not be saved in the program’s folder. So nothing was handed over.',
    remedy: 'Make room on the disk, or let the user write in the program’s folder.',
  },
  'persons-file-missing': {
    title: 'A list of persons is missing',
    explanation:
      'A room is mapped to a person group, but the import file cannot read persons from UniLock, and no CSV file with them has been chosen.',
    remedy: 'Choose the CSV file with the connection to UniLock, or remove the mappings to person groups.',
  },
  'persons-file-unreadable': {
    title: 'The list of persons could not be read',
    explanation:
      'The CSV file cannot be reached, is larger than 50 MB, has nobody in it, or none of its columns is e-mail, employee number or initials. Those who have access keep it until their meeting ends.',
    remedy:
      'Check that the path is right, that the first line holds the names of the columns, and that the persons stand below it.',
  },
  'clock-differs': {
    title: 'The clocks disagree',
    explanation:
      'The computer’s clock and the server’s are more than two minutes apart. Doors could open at wrong times, so nothing is removed.',
    remedy: 'Let the computer’s clock follow the network, or ask the IT department to set the server’s.',
  },
  'zone-unsettled': {
    title: 'The house’s time zone is not settled',
    explanation:
      'UniLock tells one time zone and the settings another, or neither tells any. Nothing is written until that is decided.',
    remedy: 'Choose the house’s time zone in Settings.',
  },
  'consent-needed': {
    title: 'A consent is missing',
    explanation: 'An exception holds periods that the program did not write and that would be replaced.',
    remedy: 'Look the periods through in the Overview, and consent if they may be replaced.',
  },
  'removals-held': {
    title: 'Something is held',
    explanation:
      'Bookings disappeared or changed in a way that looks like a mistake. The doors follow the old plan meanwhile.',
    remedy: 'See in the Overview which they are and what can be done.',
  },
  'mapping-target-missing': {
    title: 'The exception or the person group does not exist in UniLock',
    explanation: 'What a room is mapped to is not in UniLock’s list. It may have been deleted.',
    remedy: 'Choose something else for the room under Rooms, or create it again in UniLock.',
  },
  'location-unknown': {
    title: 'The location does not exist in Pronestor',
    explanation: 'A location number is not in Pronestor’s list, or the account may not see the location.',
    remedy: 'Check that the number is right and that the account has access to the location.',
  },
  'status-unknown': {
    title: 'Bookings have an unknown status',
    explanation:
      'Pronestor gives bookings a status that the profile does not know. Such a booking opens nothing new; what has already been written for it stays until it ends.',
    remedy: 'Check the booking in Pronestor. If the status is right, a technician must add it to the profile.',
  },
  'room-unread': {
    title: 'A room was not read',
    explanation:
      'The room is missing from Pronestor’s list. It counts as unknown, and its doors follow what is already written.',
    remedy: 'Check that the room still exists in Pronestor and that the account may see its calendar.',
  },
  'group-unread': {
    title: 'A person group was not read',
    explanation:
      'The program could not read the group’s members in UniLock. The group counts as unknown, and its members keep the access they have.',
    remedy:
      'Check that the group still exists in UniLock and that the account may see its members. The program tries again at the next run.',
  },
  'keychain-unavailable': {
    title: 'The computer’s keychain does not answer',
    explanation: 'Passwords are kept only in the computer’s own keychain, and it cannot be used right now.',
    remedy:
      'Sign out and in again. On Linux a keychain must be installed, such as gnome-keyring. Passwords are never kept in a file instead.',
  },
  'keychain-locked': {
    title: 'The computer’s keychain is locked',
    explanation: 'The password is in the keychain, but the keychain has not been unlocked.',
    remedy: 'Unlock the keychain, or sign out and in again. The program tries again by itself.',
  },
  'password-missing': {
    title: 'A password is missing',
    explanation: 'The computer’s keychain holds no password for this connection.',
    remedy: 'Type the password in Settings.',
  },
  'settings-damaged': {
    title: 'The settings could not be read',
    explanation:
      'The settings file was damaged. It has been set aside, and the last good copy is used if there is one.',
    remedy: 'Look the settings and the mapping through before synchronisation starts again.',
  },
  'settings-newer': {
    title: 'The settings are from a newer version',
    explanation: 'The file was saved by a newer version of Mødeklar. It has not been touched.',
    remedy: 'Install the newest version of Mødeklar on this computer.',
  },
  'settings-invalid': {
    title: 'The settings do not fit together',
    explanation: 'Something in the settings is missing or contradicts something else. Nothing was saved.',
    remedy: 'Correct the field named below and save again.',
  },
  'export-foreign': {
    title: 'The export belongs to other servers',
    explanation:
      'The file remembers what Mødeklar wrote on another Pronestor or UniLock than the one in its settings. Numbers mean something on their own server only. Nothing has been changed.',
    remedy: 'Use an export that was not edited by hand, or use its settings alone.',
  },
  'memory-present': {
    title: 'This computer remembers itself what was written',
    explanation:
      'The program has already written to the same UniLock from here and knows more than the export. Nothing has been changed.',
    remedy: 'Use the settings of the export alone, or take it to a computer on which Mødeklar was not set up.',
  },
  'settings-unwritable': {
    title: 'The settings could not be saved',
    explanation: 'The file could not be written. The disk may be full or the folder read-only.',
    remedy: 'Make room on the disk, or let the user write in the program’s folder. Then save again.',
  },
  'journal-damaged': {
    title: 'The history could not be read',
    explanation: 'The history file was damaged. It has been set aside and a new one begun. The doors are not affected.',
    remedy: 'You may be asked for consent again, because the program no longer remembers what it wrote itself.',
  },
  'journal-newer': {
    title: 'The history is from a newer version',
    explanation: 'The file was saved by a newer version of Mødeklar. It has not been touched.',
    remedy: 'Install the newest version of Mødeklar on this computer.',
  },
  'journal-unwritable': {
    title: 'The history could not be written',
    explanation: 'The program does not write to UniLock without being able to remember it. The disk may be full.',
    remedy: 'Make room on the disk. The program goes on by itself.',
  },
  'already-running': {
    title: 'Mødeklar is already running',
    explanation: 'Another Mødeklar uses the same settings on this computer.',
    remedy: 'Use the one that runs: it is by the clock. Quit it first if you want to start another.',
  },
  'port-in-use': {
    title: 'The port is taken',
    explanation: 'Another program already uses the port number that was asked for.',
    remedy: 'Choose another port number, or close the other program.',
  },
  'not-set-up': {
    title: 'Mødeklar is not set up',
    explanation: 'A connection is missing, or the set-up has not been finished.',
    remedy: 'Go through the set-up to its last step.',
  },
  'profile-invalid': {
    title: 'The profile cannot be used',
    explanation: 'The profile that describes how to speak to the server has a mistake.',
    remedy: 'Correct the place in the profile that is named below, or choose the profile that ships with the program.',
  },
  'profile-in-use': {
    title: 'The profile is in use',
    explanation: 'A connection uses the profile, so it cannot be deleted.',
    remedy: 'Choose another profile in the connection, then delete this one.',
  },
  'bookings-file-invalid': {
    title: 'The bookings file cannot be used',
    explanation: 'The file does not have the form that the simulator reads.',
    remedy: 'Correct the place in the file that is named below.',
  },
  'file-unreadable': {
    title: 'The file cannot be read',
    explanation: 'The file does not exist, or the user may not read it.',
    remedy: 'Check that the name and folder are right and that the user has access.',
  },
  'file-unwritable': {
    title: 'The file could not be saved',
    explanation: 'The file could not be written in the place you chose. The disk may be full or the folder read-only.',
    remedy: 'Choose another folder and save again.',
  },
  'invalid-address': {
    title: 'The address cannot be used',
    explanation: 'What was typed is not a web address.',
    remedy: 'Type it for example as company.pronestor.com or https://server/unilock.',
  },
  'invalid-argument': {
    title: 'The input cannot be used',
    explanation: 'A value is wrong or outside what is allowed.',
    remedy: 'Correct the value and try again.',
  },
  'hold-unknown': {
    title: 'The question no longer applies',
    explanation: 'What was held has changed or expired.',
    remedy: 'Look at the overview again. If there is still something to decide, it is there.',
  },
  'plan-changed': {
    title: 'The plan has changed',
    explanation: 'Something changed after the plan was shown. Only what has been shown is written.',
    remedy: 'Look the new plan through and press again.',
  },
  'run-unknown': {
    title: 'The run is no longer there',
    explanation: 'It is older than the history goes back, or the program has been restarted since.',
    remedy: 'Choose another run under History.',
  },
  'sync-running': {
    title: 'A synchronisation is going on',
    explanation: 'This cannot be done while the program is reading or writing.',
    remedy: 'Wait until the synchronisation has finished, and try again.',
  },
  'no-free-place': {
    title: 'The exception is full',
    explanation: 'All places of the shared exception are taken, so there is no room for two minutes more.',
    remedy: 'Try another exception, or wait until a period has passed.',
  },
  'already-open': {
    title: 'The exception is already open',
    explanation: 'The shared exception has a period right now, so a trial of two minutes would not show at the door.',
    remedy: 'Try another exception, or wait until the period has passed.',
  },
  'request-refused': {
    title: 'The window was not allowed to ask that',
    explanation: 'The program refused a question from the window because it did not have the right form.',
    remedy: 'Close the window and open it again. If it happens again, send the code to the vendor.',
  },
  'run-interrupted': {
    title: 'The run was interrupted by a pause',
    explanation:
      'The computer slept, or its clock was set, in the middle of a run. What had been read is too old to write by, so the rest was not written.',
    remedy:
      'There is nothing to do: the next run reads everything again. Keep the computer awake while the house is in use.',
  },
  cancelled: {
    title: 'Cancelled',
    explanation: 'The work was stopped before it was finished.',
    remedy: 'Start it again whenever you like.',
  },
  bug: {
    title: 'Something went wrong in the program',
    explanation: 'An error occurred that the program does not know. It goes on at the next run.',
    remedy: 'Copy the error and send it to the vendor if it comes back.',
  },
};
