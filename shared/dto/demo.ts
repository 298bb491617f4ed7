import { z } from 'zod';
import { instantDto, periodDto } from './common';

/** The demo house's doors, alarm, light and ventilation at one instant, as the simulated UniLock says. */
export const demoRoomStateDto = z.object({
  roomId: z.string(),
  roomName: z.string(),
  exceptionId: z.string(),
  doorUnlocked: z.boolean(),
  alarmArmed: z.boolean(),
  lightOn: z.boolean(),
  ventilationOn: z.boolean(),
});
export type DemoRoomState = z.infer<typeof demoRoomStateDto>;

export const demoStateDto = z.object({
  at: instantDto,
  rooms: z.array(demoRoomStateDto),
  /** The next instant at which anything changes; null when nothing will within the horizon. */
  nextChangeAt: instantDto.nullable(),
  meetings: z.array(
    z.object({
      meetingId: z.string(),
      title: z.string(),
      roomIds: z.array(z.string()),
      period: periodDto,
      status: z.string(),
    }),
  ),
});
export type DemoState = z.infer<typeof demoStateDto>;
