import type { ActiveHouse } from '../../core/active-house';
import type { HandlersOf } from '../router';

export const createDemoHandlers = (house: ActiveHouse): HandlersOf<'demo'> => ({
  'demo/start': async () => {
    await house.startDemo();
    return null;
  },
  'demo/leave': async () => {
    await house.leaveDemo();
    return null;
  },
  'demo/state': ({ at }) => house.demo().state(at),
  'demo/make-meeting': (meeting) => house.demo().makeMeeting(meeting),
  'demo/move-meeting': (meeting) => {
    house.demo().moveMeeting(meeting);
    return null;
  },
  'demo/cancel-meeting': ({ meetingId }) => {
    house.demo().cancelMeeting(meetingId);
    return null;
  },
});
